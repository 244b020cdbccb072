package dev.spanflame.traceql.metrics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.script.TraceNotation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpanWeightsTest {
    /// Two spans stand for two and four, one for itself.
    private static final SpanSource SOURCE = MemorySpanSource.of(TraceNotation.parse(List.of(
                    "trace 5",
                    "  A s \"a\" server +0ms 100ms unset state=\"ot=th:8\" span.n=1",
                    "    B s \"b\" client +1ms 50ms error state=\"x=1,ot=th:c;rv:6e6d1a75832a2f\" span.n=10",
                    "    C s \"b\" client +2ms 50ms error"))
            .traces());
    private static final TimeAxis AXIS =
            TimeAxis.instant(TraceNotation.EPOCH_NANOS - 1, TraceNotation.EPOCH_NANOS + 10_000_000_000L - 1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ot=th:8 | 2",
                "ot=th:c | 4",
                "ot=th:0 | 1",
                "ot=th:80000000000000 | 2",
                "ot=th:fd70a3d70a3d71 | 100",
                "vendor=th:8, ot=rv:12345678901234;th:e | 8",
                "ot=th:8;p:3,other=1 | 2",
                "'' | 1",
                "vendor=th:8 | 1",
                "ot=p:3 | 1",
                "ot=th: | 1",
                "ot=th:xyz | 1",
                "ot=th:C | 1",
                "ot=th:800000000000000 | 1"
            })
    void aThresholdSaysHowManySpansOneStandsFor(String state, double weight) {
        assertThat(SpanWeights.weight(state)).isCloseTo(weight, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | count_over_time() | 7",
                "{} | rate() | 0.7",
                "{ name = \"b\" } | count_over_time() | 5",
                "{} | sum_over_time(span.n) | 42",
                "{} | avg_over_time(span.n) | 7",
                "{} | max_over_time(span.n) | 10",
                "{} | min_over_time(duration) | 0.05",
                "({} | rate()) * 10 | 7"
            })
    void withExtrapolateASpanCountsAsOften(String pipeline, String function, double value) throws IOException {
        String query = pipeline + " | " + function + " with(extrapolate=true)";

        List<Series> series = TraceQl.measure(TraceQl.parse(query))
                .query(SOURCE, MetricsOptions.of(AXIS))
                .series();

        assertThat(series)
                .singleElement()
                .satisfies(one -> assertThat(one.values()[0]).isCloseTo(value, within(1e-9)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"histogram_over_time(duration)", "quantile_over_time(duration, .5)", "compare({})"})
    void whatCanOnlyBeCountedIsRefused(String function) {
        assertThatThrownBy(() -> TraceQl.measure(TraceQl.parse("{} | " + function + " with(extrapolate=true)")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("line 1, col 6: hint extrapolate=true with " + function.replaceFirst("\\(.*", ""))
                .hasMessageContaining("not yet supported; expected rate, count_over_time");
    }
}
