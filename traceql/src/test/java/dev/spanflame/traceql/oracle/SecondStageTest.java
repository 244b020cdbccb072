package dev.spanflame.traceql.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.trace.Trace;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Ranking, thresholds and arithmetic on random series, worked out moment by moment from what the parts give alone.
final class SecondStageTest {
    private static final int ROUNDS = Integer.getInteger("spanflame.traceql.rounds", 200);
    private static final long FIRST_SEED = Long.getLong("spanflame.traceql.seed", 1L);
    private static final TimeAxis AXIS = new TimeAxis(-1, 1_000_000, 6);
    private static final List<String> FUNCTIONS = List.of(
            "rate()", "count_over_time()", "max_over_time(span.i)", "avg_over_time(duration)", "sum_over_time(.m)");
    private static final List<String> GROUPS =
            List.of("", " by(name)", " by(status)", " by(name, status)", " by(status, name)", " by(span.i)");

    /// Series by their labels in alphabetical order, without the name of the function.
    private record Answer(Map<String, double[]> series) {}

    private static final class Asked {
        private final MemorySpanSource source;

        Asked(List<Trace> traces) {
            source = MemorySpanSource.of(traces);
        }

        Answer answer(String query) throws IOException {
            Map<String, double[]> series = new TreeMap<>();
            for (Series one : TraceQl.measure(TraceQl.parse(query))
                    .query(source, MetricsOptions.of(AXIS))
                    .series()) {
                List<String> labels = new ArrayList<>();
                for (NamedValue label : one.labels()) {
                    if (!label.name().equals(Series.NAME)) {
                        labels.add(label.name() + "=" + label.value());
                    }
                }
                labels.sort(null);
                series.put(labels.toString(), one.values());
            }
            return new Answer(series);
        }
    }

    @Test
    void seriesBecomeWhatTheirMomentsBecome() throws IOException {
        int answered = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            Asked asked = new Asked(new RandomTraces(random).next());
            for (int i = 0; i < 8; i++) {
                answered += check("seed " + seed, random, asked) ? 1 : 0;
            }
        }
        assertThat(answered).as("queries with series").isGreaterThan(ROUNDS * 3);
    }

    private static boolean check(String seed, Random random, Asked asked) throws IOException {
        String left = part(random);
        String right = random.nextInt(3) == 0 ? left : part(random);
        double constant = random.nextInt(5) / 2.0;
        String sign = pick(List.of("+", "-", "*", "/"), random);
        String comparison = pick(List.of(">", ">=", "<", "<=", "=", "!="), random);
        String query;
        Answer expected;
        switch (random.nextInt(4)) {
            case 0 -> {
                query = left + " " + comparison + " " + constant;
                expected = mapped(asked.answer(left), value -> holds(comparison, value, constant) ? value : Double.NaN);
            }
            case 1 -> {
                query = "(" + left + ") " + sign + " " + constant;
                expected = mapped(asked.answer(left), value -> calculated(sign, value, constant));
            }
            case 2 -> {
                query = constant + " " + sign + " (" + left + ")";
                expected = mapped(asked.answer(left), value -> calculated(sign, constant, value));
            }
            default -> {
                query = "(" + left + ") " + sign + " (" + right + ")";
                expected = joined(asked.answer(left), sign, asked.answer(right));
            }
        }
        assertSame(seed + ": " + query, asked.answer(query), expected);
        int limit = 1 + random.nextInt(3);
        boolean top = random.nextBoolean();
        String ranked = left + " | " + (top ? "topk(" : "bottomk(") + limit + ")";
        assertRanked(seed + ": " + ranked, asked.answer(ranked), asked.answer(left), limit, top);
        return !expected.series.isEmpty();
    }

    private interface Function {
        double of(double value);
    }

    private static Answer mapped(Answer input, Function function) {
        Map<String, double[]> series = new TreeMap<>();
        input.series.forEach((labels, values) ->
                put(series, labels, Arrays.stream(values).map(function::of).toArray()));
        return new Answer(series);
    }

    private static void put(Map<String, double[]> series, String labels, double[] values) {
        if (!Arrays.stream(values).allMatch(Double::isNaN)) {
            series.put(labels, values);
        }
    }

    private static boolean holds(String sign, double a, double b) {
        return switch (sign) {
            case ">" -> a > b;
            case ">=" -> a >= b;
            case "<" -> a < b;
            case "<=" -> a <= b;
            case "=" -> a == b;
            default -> a != b && !Double.isNaN(a);
        };
    }

    private static double calculated(String sign, double a, double b) {
        return switch (sign) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            default -> b == 0 ? Double.NaN : a / b;
        };
    }

    /// Series of the same labels meet; one without labels meets all of the other side.
    private static Answer joined(Answer left, String sign, Answer right) {
        Map<String, double[]> series = new TreeMap<>();
        double[] overLeft = right.series.get("[]");
        for (Map.Entry<String, double[]> one : (overLeft == null ? right : left).series.entrySet()) {
            double[] a = overLeft == null ? left.series.get(one.getKey()) : one.getValue();
            double[] b = overLeft == null ? one.getValue() : right.series.getOrDefault(one.getKey(), overLeft);
            double[] alone = left.series.get("[]");
            double[] first = a == null ? alone : a;
            if (first != null) {
                double[] values = new double[AXIS.count()];
                Arrays.setAll(values, i -> calculated(sign, first[i], b[i]));
                put(series, one.getKey(), values);
            }
        }
        return new Answer(series);
    }

    private static void assertSame(String query, Answer found, Answer expected) {
        assertThat(found.series.keySet()).as(query).isEqualTo(expected.series.keySet());
        expected.series.forEach((labels, values) ->
                assertThat(found.series.get(labels)).as(query + " " + labels).isEqualTo(values));
    }

    /// What is kept are values as they were, as many as wanted, none smaller (larger) than one that is not kept.
    private static void assertRanked(String query, Answer found, Answer input, int limit, boolean top) {
        assertThat(input.series.keySet()).as(query).containsAll(found.series.keySet());
        for (int i = 0; i < AXIS.count(); i++) {
            int moment = i;
            List<Double> all = present(input, moment);
            List<Double> kept = present(found, moment);
            all.sort(top ? Comparator.reverseOrder() : Comparator.naturalOrder());
            kept.sort(top ? Comparator.reverseOrder() : Comparator.naturalOrder());
            int wanted = input.series.size() <= limit ? all.size() : Math.min(limit, all.size());
            assertThat(kept).as(query + " at " + moment).isEqualTo(all.subList(0, wanted));
            found.series.forEach((labels, values) -> {
                if (!Double.isNaN(values[moment])) {
                    assertThat(values[moment])
                            .as(query + " " + labels)
                            .isEqualTo(input.series.getOrDefault(labels, values)[moment]);
                }
            });
        }
    }

    private static List<Double> present(Answer answer, int moment) {
        List<Double> values = new ArrayList<>();
        answer.series.values().forEach(series -> {
            if (!Double.isNaN(series[moment])) {
                values.add(series[moment]);
            }
        });
        return values;
    }

    private static String part(Random random) {
        return "{} | " + pick(FUNCTIONS, random) + pick(GROUPS, random);
    }

    private static String pick(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
