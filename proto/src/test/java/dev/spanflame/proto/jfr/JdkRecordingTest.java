package dev.spanflame.proto.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.proto.jfr.labels.LabelsSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recording by the JDK itself, read by the decoder and by the JDK's own reader.
final class JdkRecordingTest {
    private volatile long sink;

    @Test
    void readsWhatTheJdkReads(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("jdk.jfr");
        record(file);
        List<ProfileBatch> batches = new JfrDecoder(ProfileLimits.DEFAULT)
                .decode(new JfrRecording(
                        Files.readAllBytes(file), LabelsSnapshot.getDefaultInstance(), 0, 1_000_000_000, 50));
        assertThat(lines(Stacks.find(batches, "cpu"), 0))
                .hasSizeGreaterThan(3)
                .containsExactlyInAnyOrderElementsOf(expected(file, "jdk.ExecutionSample", ""));
        ProfileBatch locks = batches.stream()
                .filter(batch -> batch.labels().value("__name__").equals("mutex"))
                .findFirst()
                .orElseThrow();
        assertThat(lines(locks, 1))
                .hasSizeGreaterThan(0)
                .containsExactlyInAnyOrderElementsOf(expected(file, "jdk.JavaMonitorEnter", "duration"));
        ProfileBatch parks = batches.stream()
                .filter(batch -> batch.labels().value("__name__").equals("block"))
                .findFirst()
                .orElseThrow();
        assertThat(lines(parks, 1))
                .hasSizeGreaterThan(2)
                .containsExactlyInAnyOrderElementsOf(expected(file, "jdk.ThreadPark", "duration"));
        assertThat(lines(Stacks.find(batches, "alloc_sample_objects"), 1))
                .hasSizeGreaterThan(3)
                .containsExactlyInAnyOrderElementsOf(expected(file, "jdk.ObjectAllocationSample", "weight"));
    }

    @Test
    void readsCpuTimeAndWhatThreadsWaitFor(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("cpu.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.CPUTimeSample").with("throttle", "5ms");
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
            recording.enable("jdk.ThreadSleep").withThreshold(Duration.ZERO).withStackTrace();
            recording.enable("jdk.JavaExceptionThrow").withStackTrace();
            recording.start();
            Thread.sleep(Duration.ofMillis(7));
            fail();
            work();
            recording.stop();
            recording.dump(file);
        }
        List<ProfileBatch> batches = new JfrDecoder(ProfileLimits.DEFAULT)
                .decode(new JfrRecording(
                        Files.readAllBytes(file), LabelsSnapshot.getDefaultInstance(), 0, 1_000_000_000, 50));

        assumeTrue(
                !expected(file, "jdk.CPUTimeSample", "samplingPeriod").isEmpty(),
                "this JDK or system samples no CPU time");
        assertThat(values(Stacks.find(batches, "cpu"), 0))
                .containsExactlyInAnyOrderElementsOf(values(file, "jdk.CPUTimeSample", "samplingPeriod"));
        assertThat(values(Stacks.find(batches, "sleeps"), 1))
                .containsExactlyInAnyOrderElementsOf(values(file, "jdk.ThreadSleep", "duration"))
                .anyMatch(nanos -> nanos >= 7_000_000);
        assertThat(Stacks.sums(Stacks.find(batches, "exceptions"), 0).keySet())
                .anyMatch(stack -> stack.contains("JdkRecordingTest.fail"));
    }

    private static void fail() {
        try {
            throw new IllegalStateException("for the recording");
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("for the recording");
        }
    }

    private static List<Long> values(ProfileBatch batch, int type) {
        List<Long> values = new ArrayList<>();
        for (int row = 0; row < batch.samples().size(); row++) {
            values.add(batch.samples().value(row, type));
        }
        return values;
    }

    private static List<Long> values(Path file, String type, String field) throws IOException {
        List<Long> values = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals(type)
                    && event.getStackTrace() != null
                    && !event.getDuration(field).isZero()) {
                values.add(event.getDuration(field).toNanos());
            }
        }
        return values;
    }

    private void record(Path file) throws IOException, InterruptedException {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
            recording.enable("jdk.JavaMonitorEnter").withThreshold(Duration.ZERO);
            recording.enable("jdk.ThreadPark").withThreshold(Duration.ZERO);
            recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s");
            recording.start();
            work();
            recording.stop();
            recording.dump(file);
        }
    }

    private void work() throws InterruptedException {
        Object lock = new Object();
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
        List<byte[]> garbage = new ArrayList<>();
        long end = System.nanoTime() + 600_000_000;
        while (System.nanoTime() < end) {
            sink += Integer.toString((int) sink).hashCode();
            garbage.add(new byte[2_000]);
            if (garbage.size() > 1_000) {
                garbage.clear();
                LockSupport.parkNanos(1_000);
            }
        }
    }

    private static List<String> lines(ProfileBatch batch, int type) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < batch.samples().size(); row++) {
            long time = batch.samples().rows().get(SampleColumn.TIME, row);
            long value = batch.labels().value("__name__").equals("process_cpu")
                    ? batch.samples().value(row, type) / 20_000_000
                    : batch.samples().value(row, type);
            long thread = batch.samples().rows().get(SampleColumn.THREAD, row);
            lines.add(time / 1_000 + " " + value + " " + batch.symbols().text(thread) + " "
                    + Stacks.stack(batch, row).replace('/', '.'));
        }
        return lines;
    }

    private static List<String> expected(Path file, String type, String field) throws IOException {
        List<String> lines = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals(type) && event.getStackTrace() != null) {
                long value = switch (field) {
                    case "" -> 1;
                    case "duration" -> event.getDuration().toNanos();
                    case "samplingPeriod" -> event.getDuration(field).toNanos();
                    default -> event.getLong(field);
                };
                long time = event.getStartTime().getEpochSecond() * 1_000_000
                        + event.getStartTime().getNano() / 1_000;
                String thread = event.hasField("sampledThread")
                        ? event.getThread("sampledThread").getJavaName()
                        : event.getThread().getJavaName();
                lines.add(time + " " + value + " " + thread + " " + stack(event));
            }
        }
        return lines;
    }

    private static String stack(RecordedEvent event) {
        StringBuilder text = new StringBuilder();
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        for (int i = frames.size() - 1; i >= 0; i--) {
            RecordedFrame frame = frames.get(i);
            String type = frame.getMethod().getType().getName();
            text.append(text.isEmpty() ? "" : ";")
                    .append(SymbolNames.stable(type).replace('/', '.'))
                    .append('.')
                    .append(frame.getMethod().getName())
                    .append(':')
                    .append(Math.max(0, frame.getLineNumber()));
        }
        return text.toString();
    }
}
