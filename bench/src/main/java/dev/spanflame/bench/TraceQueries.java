package dev.spanflame.bench;

import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.scan.SpanRowsPartition;
import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.MetricsPlan;
import dev.spanflame.traceql.metrics.MetricsResult;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchPlan;
import dev.spanflame.traceql.search.SearchResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a query costs over about 260,000 spans whose columns are in memory, in eight partitions, on all processors:
/// milliseconds a query.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TraceQueries {
    private static final TimeRange WINDOW = new TimeRange(
            TimeUnit.SECONDS.toNanos(SentSpans.END_SECOND - 3600), TimeUnit.SECONDS.toNanos(SentSpans.END_SECOND + 60));

    /// The spans; the same in every run.
    @State(Scope.Benchmark)
    public static class Spans {
        private final List<SpanRun> runs = SentSpans.runs(8L * SentSpans.RUN_ROWS);

        private SpanSource source() {
            List<SpanPartition> partitions = new ArrayList<>();
            runs.forEach(run -> partitions.add(new SpanRowsPartition(run, WINDOW)));
            return _ -> partitions;
        }
    }

    /// Searches: with many matches, with few, with none, and with a relation.
    @State(Scope.Benchmark)
    public static class Search {
        /// The query.
        @Param({
            "{ resource.service.name = \"checkout\" }",
            "{ span.http.response.status_code = 503 }",
            "{ duration > 1h }",
            "{ resource.service.name = \"frontend\" } >> { span.db.system.name = \"redis\" }"
        })
        public String query = "";

        private SearchPlan plan = TraceQl.compile(TraceQl.parse("{}"));

        /// Plans it.
        @Setup(Level.Trial)
        public void compile() {
            plan = TraceQl.compile(TraceQl.parse(query));
        }
    }

    /// Metrics: counts by group, quantiles, and the comparison of all attributes.
    @State(Scope.Benchmark)
    public static class Metrics {
        /// The query.
        @Param({
            "{ } | rate() by (resource.service.name)",
            "{ } | quantile_over_time(duration, .5, .9, .99) by (resource.service.name)",
            "{ } | compare({ status = error })"
        })
        public String query = "";

        private MetricsPlan plan = TraceQl.measure(TraceQl.parse("{} | rate()"));

        /// Plans it.
        @Setup(Level.Trial)
        public void compile() {
            plan = TraceQl.measure(TraceQl.parse(query));
        }
    }

    /// The newest 20 traces.
    @Benchmark
    public SearchResult search(Spans spans, Search search) throws IOException {
        return search.plan.search(spans.source(), SearchOptions.of(WINDOW));
    }

    /// Series of an hour in steps of a minute.
    @Benchmark
    public MetricsResult metrics(Spans spans, Metrics metrics) throws IOException {
        TimeAxis axis = TimeAxis.range(WINDOW.startNanos(), WINDOW.endNanos(), TimeUnit.MINUTES.toNanos(1));
        return metrics.plan.query(spans.source(), MetricsOptions.of(axis));
    }
}
