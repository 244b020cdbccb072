package dev.spanflame.proto.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.proto.jfr.labels.LabelsSnapshot;
import dev.spanflame.proto.otlp.profile.OtlpProfile;
import dev.spanflame.proto.otlp.profile.OtlpProfileDecoder;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.profiler.AsyncProfiler;
import one.profiler.Counter;
import one.profiler.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recordings by async-profiler, read by the decoder and by async-profiler's own reader.
final class AsyncProfilerRecordingTest {
    private volatile long sink;

    @Test
    void readsWhatItsOwnReaderReads(@TempDir Path folder) throws Exception {
        byte[] recording = record(folder, "event=itimer,interval=1ms,alloc=1k,lock=1us");
        List<ProfileBatch> batches = decode(recording);
        List<String> cpu = new ArrayList<>();
        List<String> allocations = new ArrayList<>();
        List<String> locks = new ArrayList<>();
        readByOracle(recording, cpu, allocations, locks);
        assertThat(lines(Stacks.find(batches, "cpu"), 0)).isEqualTo(cpu).hasSizeGreaterThan(20);
        assertThat(lines(Stacks.find(batches, "alloc_in_new_tlab_objects"), 1))
                .isEqualTo(allocations)
                .hasSizeGreaterThan(5);
        assertThat(locks).isNotEmpty();
        List<String> all = new ArrayList<>();
        for (ProfileBatch batch : batches) {
            if (batch.sampleTypes().getFirst().type().equals("contentions")) {
                all.addAll(lines(batch, 1));
            }
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(locks);
        assertThat(batches.getFirst().labels().value("jfr_event")).isEqualTo("itimer");
    }

    @Test
    void addsUpWallClockSamplesAsItsOwnReaderDoes(@TempDir Path folder) throws Exception {
        byte[] recording = record(folder, "wall=2ms");
        long samples = 0;
        try (JfrReader reader = new JfrReader(ByteBuffer.wrap(recording))) {
            for (ExecutionSample event : reader.readAllEvents(ExecutionSample.class)) {
                samples += event.samples;
            }
        }
        ProfileBatch wall = Stacks.find(decode(recording), "wall");
        long sum = Stacks.sums(wall, 0).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(sum).isEqualTo(samples * 10_000_000).isPositive();
    }

    @Test
    void itsOtlpOutputIsTheCpuTimeOfThreads() throws Exception {
        AsyncProfiler profiler = profiler();
        profiler.execute("start,event=itimer,interval=1ms,threads");
        work();
        profiler.execute("stop");
        byte[] request = profiler.dumpOtlp(Counter.SAMPLES);

        List<OtlpProfile> profiles = new OtlpProfileDecoder(ProfileLimits.DEFAULT).decode(request, 1, new BitSet());

        assertThat(profiles).hasSize(1);
        ProfileBatch batch = profiles.getFirst().batches().getFirst();
        assertThat(batch.labels().value("__name__")).isEqualTo("process_cpu");
        assertThat(batch.sampleTypes()).containsExactly(new SampleType("cpu", "nanoseconds"));
        assertThat(batch.labelSets()).hasSize(1);
        assertThat(Stacks.sums(batch, 0))
                .hasSizeGreaterThan(5)
                .allSatisfy((stack, nanos) -> assertThat(nanos % 1_000_000).isZero());
        assertThat(Stacks.sums(batch, 0).keySet()).anyMatch(stack -> stack.contains("AsyncProfilerRecordingTest.work"));
        long thread = batch.samples().rows().get(SampleColumn.THREAD, 0);
        assertThat(batch.symbols().text(thread)).isNotEmpty();
    }

    @Test
    void samplesBelongToTheSpansThatTheProgramMarked(@TempDir Path folder) throws Exception {
        AsyncProfiler profiler = profiler();
        Path file = folder.resolve("spans.jfr");
        profiler.execute("start,jfr,event=itimer,interval=1ms,file=" + file);
        long outer = Span.start();
        work();
        long inner = Span.start();
        work();
        Span.end(inner, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        Span.end(outer, "0af7651916cd43dd8448eb211c80319c:00f067aa0ba902b7");
        long other = Span.start();
        work();
        Span.end(other, "checkout");
        profiler.execute("stop");

        Map<Long, Long> bySpan = new HashMap<>();
        ProfileBatch cpu = Stacks.find(decode(Files.readAllBytes(file)), "cpu");
        for (int row = 0; row < cpu.samples().size(); row++) {
            if (Stacks.stack(cpu, row).contains("AsyncProfilerRecordingTest.work")) {
                long span = cpu.samples().rows().get(SampleColumn.SPAN_ID, row);
                bySpan.merge(span, cpu.samples().value(row, 0), Long::sum);
                assertThat(cpu.samples().rows().get(SampleColumn.TRACE_LOW, row))
                        .isEqualTo(span == 0 ? 0 : 0x8448eb211c80319cL);
            }
        }
        assertThat(bySpan).containsOnlyKeys(0L, 0xb7ad6b7169203331L, 0x00f067aa0ba902b7L);
    }

    private static AsyncProfiler profiler() {
        try {
            return AsyncProfiler.getInstance();
        } catch (IllegalStateException | UnsatisfiedLinkError e) {
            assumeTrue(false, "async-profiler has no library for this machine: " + e.getMessage());
            throw e;
        }
    }

    private byte[] record(Path folder, String options) throws Exception {
        AsyncProfiler profiler = profiler();
        Path file = folder.resolve("async.jfr");
        profiler.execute("start,jfr," + options + ",file=" + file);
        work();
        profiler.execute("stop");
        return Files.readAllBytes(file);
    }

    private void work() throws InterruptedException {
        Object lock = new Object();
        for (int i = 0; i < 3; i++) {
            CountDownLatch held = new CountDownLatch(1);
            Thread holder = Thread.ofPlatform().start(() -> {
                synchronized (lock) {
                    held.countDown();
                    LockSupport.parkNanos(20_000_000);
                }
            });
            held.await();
            synchronized (lock) {
                sink++;
            }
            holder.join();
        }
        List<byte[]> garbage = new ArrayList<>();
        long end = System.nanoTime() + 400_000_000;
        while (System.nanoTime() < end) {
            sink += Integer.toString((int) sink).hashCode();
            garbage.add(new byte[2_000]);
            if (garbage.size() > 1_000) {
                garbage.clear();
            }
        }
    }

    private static List<ProfileBatch> decode(byte[] recording) {
        return new JfrDecoder(ProfileLimits.DEFAULT)
                .decode(new JfrRecording(recording, LabelsSnapshot.getDefaultInstance(), 0, 1_000_000_000, 100));
    }

    private static List<String> lines(ProfileBatch batch, int type) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < batch.samples().size(); row++) {
            long value = batch.labels().value("__name__").equals("process_cpu")
                    ? batch.samples().value(row, type) / 10_000_000
                    : batch.samples().value(row, type);
            lines.add(batch.samples().rows().get(SampleColumn.TIME, row) / 1_000_000 + " " + value + " "
                    + Stacks.stack(batch, row));
        }
        return lines;
    }

    private static void readByOracle(byte[] recording, List<String> cpu, List<String> allocations, List<String> locks)
            throws Exception {
        try (JfrReader reader = new JfrReader(ByteBuffer.wrap(recording))) {
            for (Event event; (event = reader.readEvent()) != null; ) {
                String time = reader.eventTimeToNanos(event.time) / 1_000_000 + " ";
                String stack = " " + stack(reader, event.stackTraceId);
                switch (event) {
                    case ExecutionSample sample -> cpu.add(time + sample.samples + stack);
                    case AllocationSample sample
                    when sample.tlabSize > 0 -> allocations.add(time + sample.tlabSize + stack);
                    case ContendedLock lock -> locks.add(time + (long) (lock.duration * reader.nanosPerTick) + stack);
                    default -> {}
                }
            }
        }
    }

    private static String stack(JfrReader reader, int id) {
        StackTrace trace = reader.stackTraces.get(id);
        StringBuilder text = new StringBuilder();
        for (int i = trace.methods.length - 1; i >= 0; i--) {
            MethodRef method = reader.methods.get(trace.methods[i]);
            text.append(text.isEmpty() ? "" : ";")
                    .append(symbol(reader, reader.classes.get(method.cls).name))
                    .append('.')
                    .append(symbol(reader, method.name))
                    .append(':')
                    .append(trace.locations[i] >>> 16);
        }
        return text.toString();
    }

    private static String symbol(JfrReader reader, long id) {
        byte[] symbol = reader.symbols.get(id);
        return symbol == null ? "" : SymbolNames.stable(new String(symbol, java.nio.charset.StandardCharsets.UTF_8));
    }
}
