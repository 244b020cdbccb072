package dev.spanflame.proto.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanflame.model.trace.SpanBatch;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.lang.management.ManagementFactory;
import java.util.function.ToIntFunction;

/// Prints what a span costs in CPU time and allocation, decoded into columns and parsed into messages, on one thread.
/// A program, not a test: `java dev.spanflame.proto.otlp.OtlpDecodeTimes [seconds] [traces in a request]`.
public final class OtlpDecodeTimes {
    private static final int REQUESTS = 64;

    private OtlpDecodeTimes() {}

    /// Runs it.
    public static void main(String[] arguments) {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        int traces = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 25;
        SpanLoad load = new SpanLoad(1, 1_760_000_000_000_000_000L);
        byte[][] requests = new byte[REQUESTS][];
        long bytes = 0;
        long spans = 0;
        OtlpSpanDecoder decoder = new OtlpSpanDecoder();
        SpanBatch batch = new SpanBatch();
        for (int i = 0; i < REQUESTS; i++) {
            requests[i] = load.request(traces).toByteArray();
            decoder.decode(requests[i], batch);
            bytes += requests[i].length;
            spans += batch.spans().size();
        }
        System.out.printf("%d requests, %d spans, %.1f bytes a span%n", REQUESTS, spans, (double) bytes / spans);
        for (int round = 0; round < 3; round++) {
            measure("columns  ", requests, seconds, request -> {
                decoder.decode(request, batch);
                return batch.spans().size();
            });
            measure("parseFrom", requests, seconds, OtlpDecodeTimes::parse);
        }
    }

    private static int parse(byte[] request) {
        try {
            ExportTraceServiceRequest message = ExportTraceServiceRequest.parseFrom(request);
            int spans = 0;
            for (int i = 0; i < message.getResourceSpansCount(); i++) {
                spans += message.getResourceSpans(i).getScopeSpans(0).getSpansCount();
            }
            return spans;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void measure(String name, byte[][] requests, int seconds, ToIntFunction<byte[]> decode) {
        long allocatedBefore = allocated();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        long spans = 0;
        long now = start;
        while (now < end) {
            for (byte[] request : requests) {
                spans += decode.applyAsInt(request);
            }
            now = System.nanoTime();
        }
        System.out.printf(
                "%s %7.1f ns/span %5.2f M spans/s %8.1f B/span allocated%n",
                name,
                (double) (now - start) / spans,
                spans * 1e3 / (now - start),
                (double) (allocated() - allocatedBefore) / spans);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
