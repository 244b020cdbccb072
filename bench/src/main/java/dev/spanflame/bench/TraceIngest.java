package dev.spanflame.bench;

import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a span costs on its way from the bytes of a request to the columns of live data, on one thread.
///
/// The counter `spans` is spans a second. With `-prof gc`, `gc.alloc.rate` divided by it is bytes a span.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TraceIngest {
    private static final int REQUESTS = 64;

    private final byte[][] requests = SentSpans.requests(REQUESTS, 10);
    private final OtlpSpanDecoder decoder = new OtlpSpanDecoder();
    private final SpanBatch batch = new SpanBatch();
    private SpanRunBuilder live = new SpanRunBuilder();
    private int next;

    /// Spans that were handled.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Spans {
        /// Spans a second.
        public long spans;
    }

    private byte[] request() {
        next = (next + 1) % REQUESTS;
        return requests[next];
    }

    /// One request from bytes to columns of a batch.
    @Benchmark
    public SpanBatch decode(Spans counter) {
        decoder.decode(request(), batch);
        counter.spans += batch.spans().size();
        return batch;
    }

    /// One request from bytes to live columns; a full segment is sealed, as in the server.
    @Benchmark
    public Object decodeAndAppend(Spans counter) {
        decoder.decode(request(), batch);
        counter.spans += batch.spans().size();
        live.append(batch);
        if (live.rows() < SentSpans.RUN_ROWS) {
            return live;
        }
        Object sealed = live.tail().seal();
        live = new SpanRunBuilder();
        return sealed;
    }
}
