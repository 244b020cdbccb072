package dev.spanflame.traceql.oracle;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.MetricsPlan;
import dev.spanflame.traceql.metrics.MetricsResult;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/// Has a source measured at random and compares the series with those of [MetricsOracle].
public final class MetricsDifferential {
    private static final int QUERIES_PER_ROUND = 30;
    private static final List<String> FIELDS = List.of(
            "duration",
            "span.i",
            ".i",
            "span.m",
            "resource.i",
            "event.i",
            "event:timeSinceStart",
            "traceDuration",
            "span.s",
            "item(span.arr, 0)",
            "length(span.m)",
            "length(.m)",
            "item(event.m, \"i\")",
            "item(item(resource.m, \"arr\"), -1)",
            "duration - 2ms",
            "event.i + span.i",
            "-.m");
    private static final List<String> GROUPS = List.of(
            "name",
            "status",
            "kind",
            "resource.service.name",
            "span.i",
            "span.m",
            ".s",
            ".m",
            "event.s",
            "event:name",
            "link.i",
            "span.arr",
            "rootName",
            "span.b",
            "instrumentation:name",
            "item(span.arr, 0)",
            "item(span.m, \"s\")",
            "length(resource.arr)",
            "item(event.m, 1)",
            "length(link.arr)",
            "duration > 3ms",
            "span.i = nil",
            "resource.service.name = 1",
            "parent.resource.service.name =~ \"a.*\"",
            "item(parent.span.m, \"i\") + 1");
    private static final List<String> CONDITIONS =
            List.of("status = error", "span.b", "name = \"a\"", "duration > 3ms", "", "event.i > 0", "span.m != nil");

    private final Function<List<Trace>, SpanSource> sources;
    private int asked;
    private int answered;

    /// Sources made by `sources`.
    public MetricsDifferential(Function<List<Trace>, SpanSource> sources) {
        this.sources = sources;
    }

    /// Runs `rounds` rounds from `firstSeed` on; throws [AssertionError] with the seed where the two differ.
    public void run(long firstSeed, int rounds) throws IOException {
        for (long seed = firstSeed; seed < firstSeed + rounds; seed++) {
            Random random = new Random(seed);
            List<Trace> traces = new RandomTraces(random).next();
            RandomQueries queries = new RandomQueries(random);
            SpanSource source = sources.apply(traces);
            for (int i = 0; i < QUERIES_PER_ROUND; i++) {
                String input = random.nextInt(4) == 0 ? "{}" : queries.next();
                ask(seed, input + " | " + function(random) + hint(random), traces, source, axis(random));
            }
        }
    }

    /// Queries that had a meaning.
    public int asked() {
        return asked;
    }

    /// Queries that gave series.
    public int answered() {
        return answered;
    }

    private static TimeAxis axis(Random random) {
        long step = List.of(1_000L, 250_000L, 1_000_000L, 7_000_000L).get(random.nextInt(4));
        return new TimeAxis(random.nextInt(4) * 1_000_000L - 1_000L * random.nextInt(2), step, 1 + random.nextInt(6));
    }

    private static String hint(Random random) {
        return random.nextInt(4) == 0 ? " with(extrapolate=true)" : "";
    }

    private static String function(Random random) {
        String field = pick(FIELDS, random);
        String function = switch (random.nextInt(9)) {
            case 0 -> "rate()";
            case 1 -> "count_over_time()";
            case 2 -> "min_over_time(" + field + ")";
            case 3 -> "max_over_time(" + field + ")";
            case 4 -> "sum_over_time(" + field + ")";
            case 5 -> "avg_over_time(" + field + ")";
            case 6 -> "histogram_over_time(" + field + ")";
            case 7 -> "quantile_over_time(" + field + ", 0.5, .9, 0, 1, .5)";
            default ->
                "compare({" + pick(CONDITIONS, random) + "}, 1000"
                        + (random.nextBoolean() ? ", 1000000, 3000000)" : ")");
        };
        if (function.startsWith("compare") || random.nextInt(3) == 0) {
            return function;
        }
        List<String> by = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            by.add(pick(GROUPS, random));
        }
        return function + " by(" + String.join(", ", by) + ")";
    }

    private static String pick(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private void ask(long seed, String text, List<Trace> traces, SpanSource source, TimeAxis axis) throws IOException {
        Query query = TraceQl.parse(text);
        MetricsPlan plan;
        try {
            plan = TraceQl.measure(query);
        } catch (BackendException _) {
            return;
        }
        MetricsExpr.Measured expr = (MetricsExpr.Measured) query.root();
        List<String> expected;
        try {
            expected = new MetricsOracle(
                            expr, traces, axis, query.flag("extrapolate").orElse(false))
                    .series(expr);
        } catch (Oracle.SeveralSets _) {
            return;
        }
        asked++;
        expected.removeIf(line -> line.matches("(?s).*\\[(NaNf(, )?)+]"));
        List<String> found = lines(plan.query(source, MetricsOptions.of(axis)));
        answered += found.isEmpty() ? 0 : 1;
        // What can never match has no series, not even one of zeros.
        if (!found.equals(expected) && !isNever(found, expected)) {
            throw new AssertionError("seed " + seed + ": " + text + "\n" + axis + "\nexpected "
                    + String.join("\n         ", expected) + "\nfound    " + String.join("\n         ", found));
        }
    }

    private static boolean isNever(List<String> found, List<String> expected) {
        return found.isEmpty()
                && expected.size() == 1
                && expected.getFirst().startsWith("__name__=")
                && expected.getFirst().matches("\\S+ \\[(0.0f(, )?)+]");
    }

    private static List<String> lines(MetricsResult result) {
        List<String> lines = new ArrayList<>();
        for (Series series : result.series()) {
            List<String> labels = new ArrayList<>();
            for (NamedValue label : series.labels()) {
                labels.add(label.name() + "=" + Differential.shown(label.value()));
            }
            lines.add(String.join(" ", labels) + " "
                    + Arrays.stream(series.values())
                            .mapToObj(value -> Differential.shown((Object) value))
                            .toList());
        }
        lines.sort(null);
        return lines;
    }
}
