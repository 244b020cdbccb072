package dev.spanflame.block.profile.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.model.Labels;
import dev.spanflame.model.trace.TraceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SpanSetTest {
    private static final ThreadColumn WORKER = new ThreadColumn(new long[] {1}, 1, ByteStrings.of("worker"));

    private final SpanSet set = new SpanSet();

    private int find(Labels series, ThreadColumn threads, long time) {
        SpanFinder finder = new SpanFinder(set);
        finder.series(series);
        return finder.byThread(threads, 0, time);
    }

    private void ran(Instance instance) {
        int number = set.add(new TraceId(1, 2), 3);
        set.ran(number, new SpanSet.Run(instance, "worker", 100, 200));
    }

    private static Instance instance(Map<String, String> attributes) {
        return Instance.ofResource(name -> attributes.getOrDefault(name, ""));
    }

    @Test
    void aTraceDistinguishesSpansOfOneId() {
        SpanFinder finder = new SpanFinder(set);
        for (int i = 1; i <= 100; i++) {
            assertThat(set.add(new TraceId(0, i), i % 10 + 1L)).isEqualTo(i - 1);
        }
        assertThat(set.add(new TraceId(0, 1), 2)).isZero();
        assertThat(set.size()).isEqualTo(100);
        assertThat(finder.byIds(2, 0, 31)).isEqualTo(30);
        assertThat(finder.byIds(2, 0, 32)).isEqualTo(-1);
        assertThat(finder.byIds(2, 5, 31)).isEqualTo(-1);
        assertThat(set.member(finder.byIds(2, 0, 0)).span()).isEqualTo(2);
        assertThat(finder.byIds(77, 0, 0)).isEqualTo(-1);
    }

    @Test
    void manySpansAreFoundAgain() {
        Random random = new Random(5);
        Map<Long, Integer> numbers = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            long span = random.nextLong();
            numbers.put(span, set.add(new TraceId(span, 1), span));
        }
        SpanFinder finder = new SpanFinder(set);
        numbers.forEach(
                (span, number) -> assertThat(finder.byIds(span, span, 1)).isEqualTo(number));
    }

    @Test
    void threadsAreThoseOfOneService() {
        ran(instance(Map.of("service.name", "shop")));
        assertThat(find(Labels.of("service_name", "shop"), WORKER, 150)).isZero();
        assertThat(find(Labels.of("service_name", "cart"), WORKER, 150)).isEqualTo(-1);
        assertThat(find(Labels.of("service_name", "shop"), WORKER, 200)).isEqualTo(-1);
        assertThat(find(Labels.of("service_name", "shop"), ThreadColumn.NONE, 150))
                .isEqualTo(-1);
        ThreadColumn other = new ThreadColumn(new long[] {1}, 1, ByteStrings.of("other"));
        assertThat(find(Labels.of("service_name", "shop"), other, 150)).isEqualTo(-1);
    }

    @Test
    void instancesMustAgree() {
        ran(instance(Map.of("service.name", "shop", "host.name", "a", "process.pid", "7")));
        assertThat(find(Labels.of("service_name", "shop", "hostname", "a"), WORKER, 150))
                .isZero();
        assertThat(find(Labels.of("service_name", "shop", "host.name", "a", "process_pid", "7"), WORKER, 150))
                .isZero();
        assertThat(find(Labels.of("service_name", "shop", "hostname", "a", "pid", "8"), WORKER, 150))
                .isEqualTo(-1);
        assertThat(find(Labels.of("service_name", "shop", "hostname", "b"), WORKER, 150))
                .isEqualTo(-1);
        // it may be of any instance
        assertThat(find(Labels.of("service_name", "shop"), WORKER, 150)).isEqualTo(-1);
        assertThat(find(Labels.of("service_name", "shop", "pod", "p"), WORKER, 150))
                .isEqualTo(-1);
    }

    @Test
    void theFinderFollowsFromSeriesToSeries() {
        ran(instance(Map.of("service.name", "shop", "host.name", "a")));
        SpanFinder finder = new SpanFinder(set);
        for (int round = 0; round < 3; round++) {
            finder.series(Labels.of("service_name", "shop", "host_name", "a"));
            assertThat(finder.byThread(WORKER, 0, 150)).isZero();
            finder.series(Labels.of("service_name", "shop", "host_name", "b"));
            assertThat(finder.byThread(WORKER, 0, 150)).isEqualTo(-1);
        }
    }
}
