package dev.spanflame.generator.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.generator.TestSpans;
import dev.spanflame.generator.label.KeyBuffer;
import dev.spanflame.generator.label.Label;
import dev.spanflame.generator.label.LabelSet;
import dev.spanflame.generator.remote.DecodedWrite;
import dev.spanflame.generator.remote.WriteRequest;
import dev.spanflame.generator.remote.WriteRequests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryTest {
    /// A whole minute, and when the process began, a minute and a half before.
    private static final long MINUTE = 1_800_000_000_000L;

    private static final long START = MINUTE - 90_000;
    private static final long NOW = MINUTE + 20_000;
    private static final Metric COUNTER = Metric.counter("calls_total", "Calls");
    private static final Metric SELDOM =
            Metric.counter("seldom_total", "Seldom").whenSeen();
    private static final Metric SECONDS = Metric.histogram("seconds", "Seconds");

    private Registry registry = new Registry(TestSpans.settings(HistogramKind.CLASSIC), START);
    private final Occasion occasion = new Occasion();

    private static RegistrySettings limited(int maxSeries, int maxValues) {
        return new RegistrySettings(
                maxSeries,
                maxValues,
                Duration.ofMinutes(15),
                HistogramKind.CLASSIC,
                "traceID",
                LabelSet.of(List.of(new Label("Zone", "Z"), new Label("cluster", "c"))));
    }

    private SeriesGroup counters() {
        return registry.group(List.of(COUNTER, SELDOM), new double[0], true);
    }

    private static Entity of(SeriesGroup group, String value) {
        KeyBuffer key = new KeyBuffer();
        key.add(value.getBytes(StandardCharsets.UTF_8));
        return group.entity(key, () -> LabelSet.of(List.of(new Label("x", value))));
    }

    private List<String> collect(long millis) {
        WriteRequests requests = new WriteRequests(1000, "traceID");
        registry.collect(millis, requests);
        List<String> lines = new ArrayList<>();
        for (WriteRequest request : requests.finish()) {
            lines.addAll(DecodedWrite.lines(request.body()));
        }
        return lines;
    }

    @Test
    void a_new_series_begins_with_a_zero_at_the_end_of_the_minute_before() {
        SeriesGroup group = counters();
        group.add(of(group, "a"), 0, 3, NOW);

        assertThat(collect(NOW))
                .containsExactly("calls_total{x=a} 0 @" + (MINUTE - 1000), "calls_total{x=a} 3 @" + NOW);
        assertThat(collect(NOW + 15_000)).containsExactly("calls_total{x=a} 3 @" + (NOW + 15_000));
    }

    @Test
    void the_zero_is_not_older_than_the_process() {
        registry = new Registry(TestSpans.settings(HistogramKind.CLASSIC), NOW - 5000);
        SeriesGroup group = counters();
        group.add(of(group, "a"), 0, 3, NOW);

        assertThat(collect(NOW)).containsExactly("calls_total{x=a} 0 @" + (NOW - 4999), "calls_total{x=a} 3 @" + NOW);
    }

    @Test
    void a_series_that_begins_later_has_its_own_zero() {
        SeriesGroup group = counters();
        group.add(of(group, "a"), 0, 1, NOW);
        collect(NOW);
        group.add(of(group, "a"), 1, 2, NOW);

        assertThat(collect(NOW + 50_000))
                .containsExactly(
                        "calls_total{x=a} 1 @" + (NOW + 50_000),
                        "seldom_total{x=a} 0 @" + (MINUTE + 59_000),
                        "seldom_total{x=a} 2 @" + (NOW + 50_000));
    }

    @Test
    void a_histogram_has_cumulative_buckets_and_the_newest_exemplar_of_each() {
        SeriesGroup group = registry.group(List.of(SECONDS), new double[] {0.5, 1}, true);
        Entity entity = of(group, "a");
        group.observe(entity, 0, 0.2, occasion.set(1, 0, 0x1a, NOW - 300));
        group.observe(entity, 0, 0.3, occasion.set(2, 0, 0x2b, NOW - 200));
        group.observe(entity, 0, 7, occasion.set(1, 0, 0x3c, NOW - 100));
        long zero = MINUTE - 1000;

        assertThat(collect(NOW))
                .containsExactly(
                        "seconds_bucket{le=0.5,x=a} 0 @" + zero,
                        "seconds_bucket{le=0.5,x=a} 3 @" + NOW,
                        "seconds_bucket{le=0.5,x=a} # 0000000000000000000000000000002b 0.3 @" + (NOW - 200),
                        "seconds_bucket{le=1,x=a} 0 @" + zero,
                        "seconds_bucket{le=1,x=a} 3 @" + NOW,
                        "seconds_bucket{le=+Inf,x=a} 0 @" + zero,
                        "seconds_bucket{le=+Inf,x=a} 4 @" + NOW,
                        "seconds_bucket{le=+Inf,x=a} # 0000000000000000000000000000003c 7 @" + (NOW - 100),
                        "seconds_sum{x=a} 0 @" + zero,
                        "seconds_sum{x=a} 7.8 @" + NOW,
                        "seconds_count{x=a} 0 @" + zero,
                        "seconds_count{x=a} 4 @" + NOW);
        assertThat(collect(NOW + 1000)).noneMatch(line -> line.contains("#"));
    }

    @Test
    void a_native_histogram_takes_the_place_of_the_classic_one() {
        registry = new Registry(TestSpans.settings(HistogramKind.NATIVE), START);
        SeriesGroup group = registry.group(List.of(SECONDS), new double[] {0.5, 1}, true);
        Entity entity = of(group, "a");
        group.observe(entity, 0, 0.25, occasion.set(1, 0, 0x1a, NOW - 300));
        group.observe(entity, 0, 1, occasion.set(1, 0, 0x2b, NOW - 300));
        group.observe(entity, 0, 0, occasion.set(1, 0, 0, NOW - 300));

        assertThat(collect(NOW))
                .containsExactly(
                        "seconds{x=a} h 3 0 0 0 [] @" + (MINUTE - 1000),
                        "seconds{x=a} h 3 3 1 1.25 [-16:1, 0:1] @" + NOW,
                        "seconds{x=a} # 0000000000000000000000000000001a 0.25 @" + (NOW - 300),
                        "seconds{x=a} # 0000000000000000000000000000002b 1 @" + (NOW - 299));
        assertThat(collect(NOW + 901_000)).containsExactly("seconds{x=a} h 0 0 0 STALE [] @" + (NOW + 901_000));
    }

    @Test
    void a_stale_series_is_ended_and_begins_anew_after_its_end() {
        SeriesGroup group = counters();
        group.add(of(group, "a"), 0, 3, NOW);
        group.add(of(group, "b"), 0, 1, NOW + 600_000);
        collect(NOW);
        long later = NOW + 900_001;

        assertThat(collect(later)).containsExactly("calls_total{x=a} STALE @" + later, "calls_total{x=b} 1 @" + later);
        assertThat(registry.limit().active()).isEqualTo(1);
        assertThat(registry.limit().removed()).isEqualTo(1);

        group.add(of(group, "a"), 0, 2, later + 10);
        assertThat(collect(later + 20))
                .containsExactlyInAnyOrder(
                        "calls_total{x=a} 0 @" + (later + 1),
                        "calls_total{x=a} 2 @" + (later + 20),
                        "calls_total{x=b} 1 @" + (later + 20));
    }

    @Test
    void times_only_grow_when_the_clock_goes_back() {
        SeriesGroup group = counters();
        group.add(of(group, "a"), 0, 3, NOW);
        collect(NOW);

        assertThat(collect(NOW - 60_000)).containsExactly("calls_total{x=a} 3 @" + (NOW + 1));
    }

    @Test
    void too_many_series_share_one_and_are_counted() {
        registry = new Registry(limited(2, 0), START);
        SeriesGroup group = counters();
        group.add(of(group, "a"), 0, 1, NOW);
        group.add(of(group, "b"), 0, 2, NOW);
        group.add(of(group, "c"), 0, 4, NOW);
        group.add(of(group, "d"), 0, 8, NOW);
        group.add(of(group, "a"), 0, 16, NOW);
        group.add(of(group, "a"), 1, 32, NOW);

        assertThat(TestSpans.lines(registry))
                .containsExactly(
                        "calls_total{metric_overflow=\"true\"} 12",
                        "calls_total{x=\"a\"} 17",
                        "calls_total{x=\"b\"} 2",
                        "seldom_total{metric_overflow=\"true\"} 32");
        assertThat(registry.limit().active()).isEqualTo(2);
        assertThat(registry.limit().limited()).isEqualTo(3);
    }

    @Test
    void room_that_a_stale_series_leaves_is_used_again() {
        registry = new Registry(limited(1, 0), START);
        SeriesGroup group = counters();
        group.add(of(group, "a"), 0, 1, NOW);
        collect(NOW + 901_000);
        group.add(of(group, "b"), 0, 1, NOW + 901_000);

        assertThat(TestSpans.lines(registry)).containsExactly("calls_total{x=\"b\"} 1");
    }

    @Test
    void a_label_keeps_its_first_values_and_the_others_are_one() {
        registry = new Registry(limited(0, 2), START);
        SeriesGroup group = counters();
        for (String value : List.of("a", "b", "c", "d", "a", "c")) {
            group.add(of(group, value), 0, 1, NOW);
        }

        assertThat(TestSpans.lines(registry))
                .containsExactly(
                        "calls_total{x=\"__cardinality_overflow__\"} 3",
                        "calls_total{x=\"a\"} 2",
                        "calls_total{x=\"b\"} 1");
        assertThat(registry.cap().limited()).isEqualTo(3);
    }

    @Test
    void labels_are_sent_in_their_order_whatever_the_case_of_their_names() {
        registry = new Registry(limited(0, 0), START);
        SeriesGroup group = registry.group(List.of(SECONDS), new double[] {1}, true);
        group.observe(of(group, "a"), 0, 2, occasion.set(1, 0, 0, NOW));

        assertThat(collect(NOW)).contains("seconds_bucket{Zone=Z,cluster=c,le=+Inf,x=a} 1 @" + NOW);
    }

    @Test
    void two_keys_of_one_label_set_are_one_series() {
        SeriesGroup group = counters();
        for (String key : List.of("first", "second", "third")) {
            KeyBuffer buffer = new KeyBuffer();
            buffer.add(key.getBytes(StandardCharsets.UTF_8));
            Entity entity = group.entity(buffer, () -> LabelSet.of(List.of(new Label("x", "same"))));
            group.add(entity, 0, 1, NOW);
        }

        assertThat(collect(NOW))
                .containsExactly("calls_total{x=same} 0 @" + (MINUTE - 1000), "calls_total{x=same} 3 @" + NOW);
        assertThat(registry.limit().active()).isEqualTo(1);
        assertThat(collect(NOW + 901_000)).containsExactly("calls_total{x=same} STALE @" + (NOW + 901_000));
        assertThat(registry.isEmpty()).isTrue();
    }

    @Test
    void an_external_label_gives_way_to_one_of_the_series() {
        registry = new Registry(limited(0, 0), START);
        SeriesGroup group = counters();
        KeyBuffer key = new KeyBuffer();
        group.add(group.entity(key, () -> LabelSet.of(List.of(new Label("cluster", "mine")))), 0, 1, NOW);

        assertThat(collect(NOW)).contains("calls_total{Zone=Z,cluster=mine} 1 @" + NOW);
    }

    @Test
    void requests_are_divided_between_series() {
        SeriesGroup group = counters();
        for (int i = 0; i < 25; i++) {
            group.add(of(group, "v" + i), 0, 1, NOW);
        }
        WriteRequests requests = new WriteRequests(10, "traceID");
        registry.collect(NOW, requests);

        assertThat(requests.finish()).extracting(WriteRequest::samples).containsExactly(10, 10, 10, 10, 10);
    }

    @Test
    void open_metrics_have_exemplars_and_an_end() {
        SeriesGroup group = registry.group(List.of(COUNTER, SELDOM, SECONDS), new double[] {1}, true);
        Entity entity = of(group, "a\\b");
        group.add(entity, 0, 1.5, NOW);
        group.observe(entity, 2, 0.25, occasion.set(1, 0xa, 0xb, NOW));
        TextExposition out = new TextExposition(true, "trace_id");
        registry.expose(out);
        out.end();

        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8)).isEqualTo("""
                # HELP calls Calls
                # TYPE calls counter
                calls_total{x="a\\\\b"} 1.5
                # HELP seconds Seconds
                # TYPE seconds histogram
                seconds_bucket{x="a\\\\b",le="1"} 1 # {trace_id="000000000000000a000000000000000b"} 0.25 1800000020
                seconds_bucket{x="a\\\\b",le="+Inf"} 1
                seconds_sum{x="a\\\\b"} 0.25
                seconds_count{x="a\\\\b"} 1
                # EOF
                """);
    }
}
