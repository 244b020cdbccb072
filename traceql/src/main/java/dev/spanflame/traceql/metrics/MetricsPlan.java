package dev.spanflame.traceql.metrics;

import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.metrics.measure.Measured;
import dev.spanflame.traceql.metrics.measure.Measurer;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.SeriesEvaluator;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.TableExpr;
import dev.spanflame.traceql.type.Checker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A metrics query that is ready to be answered. Immutable and thread-safe; each answer is made in the calling thread.
///
/// Parts of a query that say the same are measured once, and all parts in one pass over the same spans.
public final class MetricsPlan {
    private static final long SAMPLE_BYTES = 16;

    private final MetricsExpr root;
    private final Map<MetricsExpr.Measured, Measured> parts = new LinkedHashMap<>();
    private final MetricsHints hints;

    private MetricsPlan(MetricsExpr root, MetricsHints hints) {
        this.root = root;
        this.hints = hints;
        collect(root);
    }

    /// Checks and plans `query`; throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST for a query that
    /// makes no series, has no meaning, or one that is not supported.
    public static MetricsPlan of(Query query) {
        Checker.check(query);
        return switch (query.root()) {
            case MetricsExpr metrics -> new MetricsPlan(metrics, MetricsHints.of(query));
            case TableExpr table ->
                throw QueryErrors.invalid(
                        table.at(),
                        "not a metrics query: stats() makes a table, not series; send it to /api/stats, or use a"
                                + " function such as rate()");
            case Pipeline pipeline ->
                throw QueryErrors.invalid(
                        pipeline.at(),
                        "not a metrics query: expected a function such as rate() behind the last |; a search for spans"
                                + " belongs to the search API");
        };
    }

    /// Measures the spans of `source`.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind CANCELLED, TIMEOUT or TOO_LARGE when `options` end the
    /// work, of kind BAD_REQUEST when an operator meets several spansets of a trace.
    public MetricsResult query(SpanSource source, MetricsOptions options) throws IOException {
        TimeAxis axis = options.axis();
        MemoryBudget budget = new MemoryBudget(options.maxBytes(), options.memory());
        StopSignal stop = new StopSignal(options.cancelled(), options.deadlineNanos());
        int exemplars = hints.exemplars(options.maxExemplars()) / Math.max(1, parts.size());
        Map<MetricsExpr.Measured, Measurer> measurers = new HashMap<>();
        List<Scan.Part> scanned = new ArrayList<>();
        parts.forEach((expr, part) -> {
            if (!part.plan().never()) {
                Measurer measurer = part.measurer(axis, exemplars, budget);
                measurers.put(expr, measurer);
                scanned.add(new Scan.Part(part.plan(), measurer));
            }
        });
        Scan scan = new Scan(options, scanned);
        if (!scanned.isEmpty()) {
            scan.run(source, request(options));
        }
        Map<MetricsExpr.Measured, List<Series>> measured = new HashMap<>();
        measurers.forEach((expr, measurer) -> measured.put(expr, measurer.finish()));
        List<Series> series = new SeriesEvaluator(measured, budget, stop).series(root);
        return result(series, options, scan);
    }

    /// What a query will ask of the source.
    public ScanRequest request(MetricsOptions options) {
        Set<Field> fields = new LinkedHashSet<>();
        List<Measured> alive = new ArrayList<>();
        for (Measured part : parts.values()) {
            if (!part.plan().never()) {
                alive.add(part);
                fields.addAll(part.fields());
            }
        }
        // A trace that one part has no use for may be what another looks for.
        List<ScanRequest.Condition> mandatory =
                alive.size() == 1 ? alive.getFirst().plan().mandatory() : List.of();
        return new ScanRequest(options.axis().window(), fields, mandatory, options.cancelled());
    }

    private static MetricsResult result(List<Series> series, MetricsOptions options, Scan scan) {
        List<Series> found = new ArrayList<>(series);
        found.removeIf(Series::isEmpty);
        int all = found.size();
        if (options.maxSeries() > 0 && all > options.maxSeries()) {
            found.sort(Comparator.comparingDouble(Series::total).reversed().thenComparing(Series.ORDER));
            found.subList(options.maxSeries(), all).clear();
        }
        found.sort(Series.ORDER);
        new MemoryBudget(options.maxBytes(), options.memory())
                .take(SAMPLE_BYTES * found.size() * options.axis().count());
        List<Series> finished = new ArrayList<>(found.size());
        for (Series one : found) {
            finished.add(one.finished(options.axis()));
        }
        return new MetricsResult(finished, all, scan.inspectedTraces(), scan.inspectedSpans());
    }

    private void collect(MetricsExpr expr) {
        switch (expr) {
            case MetricsExpr.Measured measured -> {
                if (!parts.containsKey(measured)) {
                    parts.put(measured, Measured.of(measured, hints.extrapolate()));
                }
            }
            case MetricsExpr.Ranked ranked -> collect(ranked.input());
            case MetricsExpr.Threshold threshold -> collect(threshold.input());
            case MetricsExpr.Arithmetic math -> {
                collect(math.left());
                collect(math.right());
            }
            case MetricsExpr.Constant _ -> {}
        }
    }
}
