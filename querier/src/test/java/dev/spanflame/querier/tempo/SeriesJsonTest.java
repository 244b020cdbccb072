package dev.spanflame.querier.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.querier.tempo.listed.SeriesJson;
import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.metrics.series.Exemplar;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SeriesJsonTest {
    private static final long SECOND = 1_000_000_000L;
    private static final List<NamedValue> LABELS =
            List.of(new NamedValue("name", Value.of("\"GET\" <ä> \u2028")), new NamedValue("p", new Value.Float(.5)));
    private static final List<Exemplar> EXEMPLARS =
            List.of(new Exemplar(LABELS, 1.5, 7 * SECOND), new Exemplar(List.of(), Double.NaN, 0));

    @Test
    void isTheJsonOfTheMessage() {
        double[] values = {
            0,
            -0.0,
            1,
            10,
            119,
            9_999_999,
            1e7,
            -3,
            0.1,
            1.0 / 3,
            2.5e-9,
            1e300,
            Double.MIN_VALUE,
            Double.NaN,
            7,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            123_456.75
        };
        TimeAxis axis = new TimeAxis(-3 * SECOND, SECOND, values.length);
        List<Series> all = List.of(
                new Series(LABELS, values, EXEMPLARS),
                new Series(LABELS, values, List.of()),
                new Series(List.of(), values, EXEMPLARS),
                new Series(List.of(), values, List.of()));
        assertJson(all, axis);
    }

    @Test
    void isTheJsonOfTheMessageWithoutSamples() {
        double[] values = {Double.NaN, Double.NaN};
        TimeAxis axis = new TimeAxis(0, SECOND, values.length);
        assertJson(
                List.of(
                        new Series(LABELS, values, EXEMPLARS),
                        new Series(LABELS, values, List.of()),
                        new Series(List.of(), values, EXEMPLARS),
                        new Series(List.of(), values, List.of())),
                axis);
    }

    @Test
    void isTheJsonOfTheMessageForAnyNumber() {
        Random random = new Random(7);
        double[] values = new double[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextInt(20_000_000);
        }
        assertJson(List.of(new Series(LABELS, values, List.of())), new TimeAxis(0, 60 * SECOND, values.length));
    }

    /// One writer writes all of them.
    private static void assertJson(List<Series> all, TimeAxis axis) {
        SeriesJson json = new SeriesJson(axis, MetricsMessages::labels, MetricsMessages::exemplars);
        for (Series series : all) {
            assertThat(new String(json.of(series), StandardCharsets.UTF_8))
                    .isEqualTo(
                            new String(ProtoJson.print(MetricsMessages.series(series, axis)), StandardCharsets.UTF_8));
        }
    }
}
