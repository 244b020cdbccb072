package dev.spanflame.bench;

import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.load.trace.TraceLoad;
import dev.spanflame.load.trace.TraceLoadTimes;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Requests with spans as the load generator sends them, and the live data they become; the same in every run.
final class SentSpans {
    /// Rows of a run before it is sealed, as in the server.
    static final int RUN_ROWS = 32_768;
    /// When the spans end, in seconds since the epoch.
    static final long END_SECOND = 1_760_000_000L;

    private static final int TRACES_PER_REQUEST = 25;
    private static final long SPANS_PER_TRACE = 35;

    private SentSpans() {}

    /// So many requests, of the last `minutes`.
    static byte[][] requests(int count, int minutes) {
        TraceLoad load = load(count * TRACES_PER_REQUEST * SPANS_PER_TRACE, minutes);
        byte[][] requests = new byte[count][];
        for (int i = 0; i < count; i++) {
            requests[i] = load.request(i);
        }
        return requests;
    }

    /// Sealed runs of about so many spans in all, of the last hour.
    static List<SpanRun> runs(long spans) {
        TraceLoad load = load(spans, 59);
        OtlpSpanDecoder decoder = new OtlpSpanDecoder();
        SpanBatch batch = new SpanBatch();
        SpanRunBuilder live = new SpanRunBuilder();
        List<SpanRun> runs = new ArrayList<>();
        for (int i = 0; i < load.batches(); i++) {
            decoder.decode(load.request(i), batch);
            live.append(batch);
            if (live.rows() >= RUN_ROWS || i == load.batches() - 1) {
                runs.add(live.tail().seal());
                live = new SpanRunBuilder();
            }
        }
        return runs;
    }

    private static TraceLoad load(long spans, int minutes) {
        TraceLoadTimes times =
                new TraceLoadTimes(TimeUnit.SECONDS.toNanos(END_SECOND), TimeUnit.MINUTES.toNanos(minutes));
        return TraceLoad.make(1, spans, TRACES_PER_REQUEST, times, 256L << 20);
    }
}
