package dev.spanflame.generator;

import dev.spanflame.generator.graph.EdgeOutlet;
import dev.spanflame.generator.graph.GraphCounts;
import dev.spanflame.generator.graph.ServiceGraphs;
import dev.spanflame.generator.remote.WriteRequest;
import dev.spanflame.generator.remote.WriteRequests;
import dev.spanflame.generator.series.Registry;
import dev.spanflame.generator.series.TextExposition;
import dev.spanflame.generator.span.HostInfo;
import dev.spanflame.generator.span.SpanMetrics;
import dev.spanflame.generator.span.SpanRow;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The metrics of one tenant. Thread-safe: one lock for spans, collections and scrapes.
final class TenantGenerator {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final GeneratorSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final EdgeOutlet outlet;
    private final Registry registry;
    private final @Nullable SpanMetrics spanMetrics;
    private final @Nullable ServiceGraphs graphs;
    private final @Nullable HostInfo hostInfo;
    private final SpanRow span = new SpanRow();

    /// How many spans of a batch did not count, and why.
    record Discarded(int outsideSlack, int bySpanMetrics, int byGraphs) {}

    /// What a tenant's gauges and counters show.
    record State(
            long active, long max, long added, long removed, long limited, long labelsLimited, GraphCounts graph) {}

    TenantGenerator(GeneratorSettings settings, long startMillis, EdgeOutlet outlet) {
        this.settings = settings;
        this.outlet = outlet;
        this.registry = new Registry(settings.registry(), startMillis);
        this.spanMetrics =
                settings.spanMetrics().map(s -> new SpanMetrics(s, registry)).orElse(null);
        this.graphs = settings.graphs().map(s -> new ServiceGraphs(s, registry)).orElse(null);
        this.hostInfo = settings.hostInfo()
                .map(s -> new HostInfo(s.identifiers(), s.metric(), registry))
                .orElse(null);
    }

    /// Looks at the spans of a batch that arrived at `receivedNanos`.
    Discarded take(SpanBatch batch, long receivedNanos) {
        lock.lock();
        try {
            long millis = receivedNanos / NANOS_PER_MILLI;
            if (graphs != null) {
                graphs.expire(millis);
            }
            span.open(batch, millis);
            Discarded discarded = takeAll(batch, receivedNanos);
            if (graphs != null) {
                graphs.flush(outlet);
            }
            return discarded;
        } finally {
            lock.unlock();
        }
    }

    private Discarded takeAll(SpanBatch batch, long receivedNanos) {
        long slack = settings.slack().toNanos();
        int outside = 0;
        int bySpanMetrics = 0;
        int byGraphs = 0;
        int rows = batch.spans().size();
        for (int row = 0; row < rows; row++) {
            long age = receivedNanos - batch.spans().get(SpanColumn.END, row);
            if (age > slack || age < -slack) {
                outside++;
                continue;
            }
            if (span.moveTo(row)) {
                resource();
            }
            if (spanMetrics != null && !spanMetrics.take(span)) {
                bySpanMetrics++;
            }
            if (graphs != null && !graphs.take(span)) {
                byGraphs++;
            }
        }
        return new Discarded(outside, bySpanMetrics, byGraphs);
    }

    private void resource() {
        if (spanMetrics != null) {
            spanMetrics.resource(span);
        }
        if (hostInfo != null) {
            hostInfo.resource(span);
        }
    }

    /// Takes halves of calls that another process was sent.
    void takeEdges(byte[] halves, long nowMillis) {
        lock.lock();
        try {
            if (graphs != null) {
                graphs.merge(halves, nowMillis);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the waiting of calls that arrived before `seenMillis` less the wait, and gives all
    /// series as of `nowMillis`.
    List<WriteRequest> collect(long nowMillis, long seenMillis, int maxSamples) {
        WriteRequests requests =
                new WriteRequests(maxSamples, settings.registry().traceIdLabel());
        lock.lock();
        try {
            if (graphs != null) {
                graphs.expire(seenMillis);
            }
            registry.collect(nowMillis, requests);
        } finally {
            lock.unlock();
        }
        return requests.finish();
    }

    /// All series as text.
    TextExposition expose(boolean openMetrics) {
        TextExposition out = new TextExposition(openMetrics, settings.registry().traceIdLabel());
        lock.lock();
        try {
            registry.expose(out);
        } finally {
            lock.unlock();
        }
        return out;
    }

    State state() {
        lock.lock();
        try {
            GraphCounts counts = graphs == null ? new GraphCounts(0, 0, 0, 0, 0, 0) : graphs.counts();
            return new State(
                    registry.limit().active(),
                    registry.limit().max(),
                    registry.limit().added(),
                    registry.limit().removed(),
                    registry.limit().limited(),
                    registry.cap().limited(),
                    counts);
        } finally {
            lock.unlock();
        }
    }
}
