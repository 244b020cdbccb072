package dev.spanflame.block.trace;

import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import dev.spanflame.proto.otlp.SpanLoad;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// Prints the CPU-seconds per million spans of decoding, appending and sealing. A program, no test.
public final class RunTimes {
    private RunTimes() {}

    /// Runs some rounds.
    public static void main(String[] arguments) {
        SpanLoad load = new SpanLoad(1, 1_700_000_000_000_000_000L);
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < 94; i++) {
            requests.add(load.request(20).toByteArray());
        }
        for (int round = 0; round < 12; round++) {
            SpanBatch batch = new SpanBatch();
            OtlpSpanDecoder decoder = new OtlpSpanDecoder();
            SpanRunBuilder builder = new SpanRunBuilder();
            long decode = 0;
            long append = 0;
            for (byte[] request : requests) {
                long t0 = cpu();
                decoder.decode(request, batch);
                long t1 = cpu();
                builder.append(batch);
                decode += t1 - t0;
                append += cpu() - t1;
            }
            long t0 = cpu();
            SpanRun run = builder.tail().seal();
            long seal = cpu() - t0;
            double rows = run.spans().rows();
            System.out.printf(
                    "%.0f spans: decode %.2f, append %.2f, seal %.2f CPU-s per million%n",
                    rows, decode / rows / 1000, append / rows / 1000, seal / rows / 1000);
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
