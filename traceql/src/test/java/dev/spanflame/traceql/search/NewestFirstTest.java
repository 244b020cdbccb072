package dev.spanflame.traceql.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NewestFirstTest {
    private static final int TRACES = 10_000;
    private static final int SPANS_PER_TRACE = 4;

    private static NewestFirst traces(TimeRange window, long oldest) {
        StopSignal stop = new StopSignal(() -> false, Long.MAX_VALUE / 2 + System.nanoTime());
        return new NewestFirst(new LargePartition(TRACES), window, oldest, 20, stop);
    }

    @Test
    void portionsHoldEveryTraceOnceFromTheNewestOn() {
        NewestFirst traces = traces(TimeRange.ALL, Long.MIN_VALUE);
        int end = TRACES * SPANS_PER_TRACE;
        int portions = 0;
        while (traces.hasNext()) {
            long newest = traces.newestLeft();
            RowSet rows = traces.next();
            int count = rows.count();
            // In this partition the start of a span is its row.
            assertThat(newest).isEqualTo(end - SPANS_PER_TRACE);
            assertThat(rows.next(0)).isEqualTo(end - count);
            assertThat(count % SPANS_PER_TRACE).isZero();
            end -= count;
            portions++;
        }
        assertThat(end).isZero();
        assertThat(portions).isBetween(4, 6);
    }

    @Test
    void tracesOutsideOfTheWindowAndThoseTooOldAreLeftOut() {
        NewestFirst traces = traces(new TimeRange(0, 399), 200);
        RowSet rows = traces.all();
        assertThat(rows.next(0)).isEqualTo(200);
        assertThat(rows.count()).isEqualTo(200);
    }

    @Test
    void aSearchFindsTheNewestHoweverRareTheyAre() throws IOException {
        List<Integer> wanted = List.of(39_000, 20_000, 10_001, 9_999, 3, 2);
        String condition = String.join(
                " || ", wanted.stream().map(row -> "span.number = " + row).toList());
        SearchPlan plan = TraceQl.compile(TraceQl.parse("{ " + condition + " }"));
        SearchOptions options = SearchOptions.of(TimeRange.ALL).withLimit(4);
        List<Long> starts = plan.search(_ -> List.of(new LargePartition(TRACES)), options).traces().stream()
                .map(TraceMatch::startNanos)
                .toList();
        assertThat(starts).containsExactly(39_000L, 20_000L, 10_000L, 9_996L);
    }

    @Test
    void manyPartitionsGiveTheSameAsOne() throws IOException {
        SearchPlan plan = TraceQl.compile(TraceQl.parse("{ span.number % 7 = 3 }"));
        SearchOptions options = SearchOptions.of(TimeRange.ALL).withLimit(30);
        List<TraceMatch> one =
                plan.search(_ -> List.of(new LargePartition(2_000)), options).traces();
        List<TraceMatch> several = plan.search(
                        _ -> IntStream.range(0, 20)
                                .mapToObj(i -> (SpanPartition) new LargePartition(i == 3 ? 2_000 : 1_000 - i))
                                .toList(),
                        options)
                .traces();
        assertThat(several).isEqualTo(one);
    }
}
