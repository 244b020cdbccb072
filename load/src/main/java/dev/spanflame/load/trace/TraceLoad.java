package dev.spanflame.load.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The requests of a load of traces: templates made beforehand, used in turn. Immutable; [#request] may be called by
/// many threads at once.
///
/// Content depends on the seed and the size of a batch alone. A load longer than its templates uses them again: ids and
/// times are new, the rest comes again, as it does in real traffic.
public final class TraceLoad {
    private final long seed;
    private final long startNanos;
    private final long batchNanos;
    private final List<BatchTemplate> templates;
    private final int[] batchSpans;
    private final int tracesPerBatch;

    private TraceLoad(
            long seed, TraceLoadTimes times, long batchNanos, List<BatchTemplate> templates, int[] batchSpans) {
        this.seed = seed;
        this.startNanos = times.endNanos() - times.lengthNanos();
        this.batchNanos = batchNanos;
        this.templates = templates;
        this.batchSpans = batchSpans;
        this.tracesPerBatch = templates.getFirst().traces();
    }

    /// A load of at least `spans` spans in batches of `tracesPerBatch` whole traces.
    ///
    /// The templates take at most about `maxBytes` of memory.
    public static TraceLoad make(long seed, long spans, int tracesPerBatch, TraceLoadTimes times, long maxBytes) {
        // 35 spans a trace on average
        long batches = Math.max(1, spans / (35L * tracesPerBatch));
        long batchNanos = Math.max(1, times.lengthNanos() / batches);
        List<BatchTemplate> templates = new ArrayList<>();
        long made = 0;
        long bytes = 0;
        while (made < spans && (templates.isEmpty() || bytes < maxBytes)) {
            BatchTemplate template = template(seed, templates.size(), tracesPerBatch, batchNanos);
            templates.add(template);
            made += template.spans();
            bytes += template.footprint();
        }
        return new TraceLoad(seed, times, batchNanos, List.copyOf(templates), batchSpans(templates, spans));
    }

    /// One template: content that depends on its arguments alone.
    static BatchTemplate template(long seed, int number, int traces, long batchNanos) {
        SplittableRandom random = new SplittableRandom(LoadIds.mix(seed) + number);
        BatchDraft batch = new BatchDraft();
        TraceMaker maker = new TraceMaker(random, batch);
        for (int i = 0; i < traces; i++) {
            long slot = Math.max(1, batchNanos / traces);
            maker.addTrace(1 + i * slot + random.nextLong(slot));
        }
        return new BatchTemplate(batch.request().toByteArray(), traces, batch.spans());
    }

    private static int[] batchSpans(List<BatchTemplate> templates, long spans) {
        List<Integer> sizes = new ArrayList<>();
        long sum = 0;
        while (sum < spans) {
            int size = templates.get(sizes.size() % templates.size()).spans();
            sizes.add(size);
            sum += size;
        }
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Requests of the load.
    public int batches() {
        return batchSpans.length;
    }

    /// Spans of one request.
    public int spans(int batch) {
        return batchSpans[batch];
    }

    /// Spans of all requests.
    public long spans() {
        long sum = 0;
        for (int size : batchSpans) {
            sum += size;
        }
        return sum;
    }

    /// Traces of all requests; their ids are those of [LoadIds#trace] for 0, 1, 2, ...
    public long traces() {
        return (long) batchSpans.length * tracesPerBatch;
    }

    /// Spans whose content is not that of another one.
    public long distinctSpans() {
        return templates.stream().mapToLong(BatchTemplate::spans).sum();
    }

    /// Bytes of a serialised `ExportTraceServiceRequest`. Hot path.
    public byte[] request(int batch) {
        return templates
                .get(batch % templates.size())
                .render(seed, batch, (long) batch * tracesPerBatch, startNanos + batch * batchNanos);
    }
}
