package dev.spanflame.generator;

import dev.spanflame.generator.GeneratorSettings.HostInfoSettings;
import dev.spanflame.generator.graph.EdgeOutlet;
import dev.spanflame.generator.graph.GraphCounts;
import dev.spanflame.generator.graph.ServiceGraphSettings;
import dev.spanflame.generator.graph.ServiceGraphs;
import dev.spanflame.generator.remote.WriteRequest;
import dev.spanflame.generator.remote.WriteRequests;
import dev.spanflame.generator.series.LabelCap;
import dev.spanflame.generator.series.SampleSink;
import dev.spanflame.generator.series.SeriesLimit;
import dev.spanflame.generator.series.TextExposition;
import dev.spanflame.generator.span.HostInfo;
import dev.spanflame.generator.span.SpanMetrics;
import dev.spanflame.generator.span.SpanMetricsSettings;
import dev.spanflame.generator.span.SpanRow;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The metrics of one tenant. Thread-safe: one lock for spans, collections, scrapes and changes of its settings.
final class TenantGenerator {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean called = new AtomicBoolean();
    private final EdgeOutlet outlet;
    private final SeriesLimit limit;
    private final LabelCap cap;
    private final Part<SpanMetricsSettings, SpanMetrics> spanMetrics;
    private final Part<ServiceGraphSettings, ServiceGraphs> graphs;
    private final Part<HostInfoSettings, HostInfo> hostInfo;
    private final SpanRow span = new SpanRow();
    private GraphCounts earlierGraphs = GraphCounts.NONE;
    private volatile GeneratorSettings settings;

    /// How many spans of a batch did not count, and why.
    record Discarded(int outsideSlack, int bySpanMetrics, int byGraphs) {}

    /// What a tenant's gauges and counters show.
    record State(
            long active, long max, long added, long removed, long limited, long labelsLimited, GraphCounts graph) {}

    TenantGenerator(GeneratorSettings settings, long startMillis, EdgeOutlet outlet) {
        this.settings = settings;
        this.outlet = outlet;
        this.limit = new SeriesLimit(settings.registry().maxSeries());
        this.cap = new LabelCap(settings.registry().maxValuesPerLabel());
        Part.Shared shared = new Part.Shared(settings.registry(), limit, cap, startMillis);
        this.spanMetrics = new Part<>(shared, settings.spanMetrics(), SpanMetrics::new);
        this.graphs = new Part<>(shared, settings.graphs(), ServiceGraphs::new);
        this.hostInfo = new Part<>(
                shared, settings.hostInfo(), (s, registry) -> new HostInfo(s.identifiers(), s.metric(), registry));
    }

    /// What holds now.
    GeneratorSettings settings() {
        return settings;
    }

    /// Spans came for it.
    void call() {
        called.set(true);
    }

    /// Whether spans came since the last time this was asked, or series of earlier ones are there.
    boolean isInUse() {
        return called.getAndSet(false) || state().active() > 0;
    }

    /// Other settings hold from now on. A processor whose settings are the same goes on; one whose settings are
    /// others ends its series and begins anew.
    ///
    /// The series of all, as of `nowMillis`, and the ends of those that ended; nothing where all go on.
    List<WriteRequest> change(GeneratorSettings next, long nowMillis, long seenMillis, int maxSamples) {
        lock.lock();
        try {
            boolean spansChange = spanMetrics.differs(next.spanMetrics(), next.registry());
            boolean graphsChange = graphs.differs(next.graphs(), next.registry());
            boolean hostsChange = hostInfo.differs(next.hostInfo(), next.registry());
            WriteRequests requests =
                    new WriteRequests(maxSamples, settings.registry().traceIdLabel());
            boolean sending = settings.sending();
            settings = next;
            if (!spansChange && !graphsChange && !hostsChange) {
                return List.of();
            }
            collectAll(nowMillis, seenMillis, requests);
            if (spansChange) {
                spanMetrics.change(next.spanMetrics(), next.registry(), nowMillis, requests);
            }
            if (graphsChange) {
                earlierGraphs = graphCounts().abandoned();
                graphs.change(next.graphs(), next.registry(), nowMillis, requests);
            }
            if (hostsChange) {
                hostInfo.change(next.hostInfo(), next.registry(), nowMillis, requests);
            }
            return sending ? requests.finish() : List.of();
        } finally {
            lock.unlock();
        }
    }

    /// Looks at the spans of a batch that arrived at `receivedNanos`.
    Discarded take(SpanBatch batch, long receivedNanos) {
        lock.lock();
        try {
            long millis = receivedNanos / NANOS_PER_MILLI;
            expire(millis);
            span.open(batch, millis);
            Discarded discarded = takeAll(batch, receivedNanos);
            ServiceGraphs calls = graphs.processor();
            if (calls != null) {
                calls.flush(outlet);
            }
            return discarded;
        } finally {
            lock.unlock();
        }
    }

    private void expire(long millis) {
        ServiceGraphs calls = graphs.processor();
        if (calls != null) {
            calls.expire(millis);
        }
    }

    private Discarded takeAll(SpanBatch batch, long receivedNanos) {
        @Nullable SpanMetrics spans = spanMetrics.processor();
        @Nullable ServiceGraphs calls = graphs.processor();
        long slack = settings.slack().toNanos();
        int outside = 0;
        int bySpanMetrics = 0;
        int byGraphs = 0;
        int rows = settings.isIdle() ? 0 : batch.spans().size();
        for (int row = 0; row < rows; row++) {
            long age = receivedNanos - batch.spans().get(SpanColumn.END, row);
            if (age > slack || age < -slack) {
                outside++;
                continue;
            }
            if (span.moveTo(row)) {
                resource();
            }
            if (spans != null && !spans.take(span)) {
                bySpanMetrics++;
            }
            if (calls != null && !calls.take(span)) {
                byGraphs++;
            }
        }
        return new Discarded(outside, bySpanMetrics, byGraphs);
    }

    private void resource() {
        SpanMetrics spans = spanMetrics.processor();
        if (spans != null) {
            spans.resource(span);
        }
        HostInfo hosts = hostInfo.processor();
        if (hosts != null) {
            hosts.resource(span);
        }
    }

    /// Takes halves of calls that another process was sent.
    void takeEdges(byte[] halves, long nowMillis) {
        lock.lock();
        try {
            ServiceGraphs calls = graphs.processor();
            if (calls != null) {
                calls.merge(halves, nowMillis);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the waiting of calls that arrived before `seenMillis` less the wait, and gives all
    /// series as of `nowMillis`; none where nothing is to be sent.
    List<WriteRequest> collect(long nowMillis, long seenMillis, int maxSamples) {
        lock.lock();
        try {
            WriteRequests requests =
                    new WriteRequests(maxSamples, settings.registry().traceIdLabel());
            collectAll(nowMillis, seenMillis, requests);
            return settings.sending() ? requests.finish() : List.of();
        } finally {
            lock.unlock();
        }
    }

    private void collectAll(long nowMillis, long seenMillis, SampleSink sink) {
        expire(seenMillis);
        spanMetrics.registry().collect(nowMillis, sink);
        graphs.registry().collect(nowMillis, sink);
        hostInfo.registry().collect(nowMillis, sink);
    }

    /// All series as text.
    TextExposition expose(boolean openMetrics) {
        lock.lock();
        try {
            TextExposition out =
                    new TextExposition(openMetrics, settings.registry().traceIdLabel());
            spanMetrics.registry().expose(out);
            graphs.registry().expose(out);
            hostInfo.registry().expose(out);
            out.end();
            return out;
        } finally {
            lock.unlock();
        }
    }

    private GraphCounts graphCounts() {
        ServiceGraphs calls = graphs.processor();
        return calls == null ? earlierGraphs : earlierGraphs.plus(calls.counts());
    }

    State state() {
        lock.lock();
        try {
            return new State(
                    limit.active(),
                    limit.max(),
                    limit.added(),
                    limit.removed(),
                    limit.limited(),
                    cap.limited(),
                    graphCounts());
        } finally {
            lock.unlock();
        }
    }
}
