package dev.spanflame.ingester.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.StackTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.Refusal;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import dev.spanflame.proto.pyroscope.Upload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What would be deleted at once is refused, and what lies too far in the future, and their sender told.
class AcceptedTimesTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final long NOW = 1_000 * HOUR;

    private final AcceptedTimes limits = new AcceptedTimes(Duration.ofHours(10), Duration.ofHours(20), Duration.ZERO);

    private static SpanBatch spans(long... ends) {
        SpanBatch batch = new SpanBatch();
        for (int i = 0; i < ends.length; i++) {
            int row = batch.spans().add();
            batch.spans().set(SpanColumn.END, row, ends[i]);
            batch.spans().set(SpanColumn.ORDINAL, row, i);
        }
        return batch;
    }

    @Test
    void spans_that_ended_before_the_oldest_time_are_refused() {
        SpanBatch batch = spans(NOW, NOW - 10 * HOUR, NOW - 10 * HOUR - 1, 5);

        assertThat(limits.refuse(batch, NOW)).isTrue();
        assertThat(batch.refusedCount(Refusal.TOO_OLD)).isEqualTo(2);
        assertThat(batch.refused().stream().toArray()).containsExactly(2, 3);
    }

    @Test
    void a_span_is_refused_for_one_reason() {
        SpanBatch batch = spans(5);
        batch.refuse(0, Refusal.TRACE_TOO_LARGE);

        assertThat(limits.refuse(batch, NOW)).isFalse();
        assertThat(batch.refusedCount(Refusal.TOO_OLD)).isZero();
    }

    @Test
    void nothing_is_too_old_for_what_is_kept_for_ever() {
        assertThat(AcceptedTimes.ALL.refuse(spans(5), NOW)).isFalse();
        Upload upload = upload(5);
        assertThat(AcceptedTimes.ALL.refuse(upload, NOW)).isSameAs(upload);
    }

    @Test
    void profiles_that_ended_before_the_oldest_time_are_refused_alone() {
        Upload left = limits.refuse(upload(NOW, NOW - 20 * HOUR, NOW - 21 * HOUR - 1), NOW);

        assertThat(left.parts()).extracting(Upload.Part::position).containsExactly(0, 1);
        assertThat(left.refusedProfiles().stream().toArray()).containsExactly(2);
        assertThat(left.refused()).extracting(Upload.Refused::reason).containsExactly("not_in_ingestion_window");
        assertThat(left.error().orElseThrow().text()).contains("profile 2", "20 hours", "retention.profiles");
    }

    @Test
    void what_ends_too_far_in_the_future_is_refused() {
        AcceptedTimes soon = new AcceptedTimes(Duration.ZERO, Duration.ZERO, Duration.ofHours(2));
        SpanBatch batch = spans(NOW, NOW + 2 * HOUR, NOW + 2 * HOUR + 1, Long.MAX_VALUE, 5);

        assertThat(soon.refuse(batch, NOW)).isTrue();
        assertThat(batch.refusedCount(Refusal.TOO_NEW)).isEqualTo(2);
        assertThat(batch.refused().stream().toArray()).containsExactly(2, 3);
        assertThat(limits.refuse(spans(Long.MAX_VALUE), NOW))
                .as("where nothing is said of it")
                .isFalse();

        Upload left = soon.refuse(upload(NOW + HOUR, NOW + 2 * HOUR, NOW + HOUR + 1, Long.MAX_VALUE - 5, 5), NOW);
        assertThat(left.parts()).extracting(Upload.Part::position).containsExactly(0, 1, 4);
        assertThat(left.refusedProfiles().stream().toArray()).containsExactly(2, 3);
        assertThat(left.error().orElseThrow().text()).contains("profile 2", "7200 seconds", "limits.max-future");
    }

    /// Profiles that begin at these times; the second one takes no time, the others an hour.
    private static Upload upload(long... times) {
        List<Upload.Part> parts = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            ProfileBatch batch = new ProfileBatch(
                    new ProfileSymbols(new byte[0]), new StackTable(), List.of(new SampleType("cpu", "nanoseconds")));
            batch.setTime(times[i], i == 1 ? 0 : HOUR);
            parts.add(new Upload.Part(i, Optional.empty(), List.of(batch)));
        }
        return new Upload(parts, List.of(), new BitSet(), ErrorKind.BAD_REQUEST);
    }
}
