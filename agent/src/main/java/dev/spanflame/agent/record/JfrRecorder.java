package dev.spanflame.agent.record;

import dev.spanflame.agent.config.Sampling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/// Records with JDK Flight Recorder: CPU-time samples where the JVM has them (JDK 25 on Linux), else
/// execution samples.
///
/// One recording runs without end; [#rotate] copies what is new. The JVM keeps it in its own repository,
/// a folder below the temporary one that it deletes.
public final class JfrRecorder implements Recorder {
    private static final int MAGIC = 0x464c5200;
    private static final int SIZE_AT = 8;
    private static final int BEGIN_AT = 32;
    private static final int HEADER = 68;
    private static final Duration KEPT = Duration.ofMinutes(2);

    private @Nullable Recording recording;
    private String engine = "";
    /// When the last chunk that was handed over began, in nanoseconds since 1970.
    private long lastBegin;

    @Override
    public void start(Sampling sampling) throws IOException {
        try {
            Recording fresh = new Recording();
            fresh.setName("spanflame-agent");
            fresh.setMaxAge(KEPT);
            Map<String, String> settings = new HashMap<>();
            cpu(sampling, settings);
            if (sampling.alloc() > 0) {
                event(settings, "jdk.ObjectAllocationSample", "throttle", "150/s");
                if (!isKnown("jdk.ObjectAllocationSample")) {
                    event(settings, "jdk.ObjectAllocationInNewTLAB", "stackTrace", "true");
                    event(settings, "jdk.ObjectAllocationOutsideTLAB", "stackTrace", "true");
                }
            }
            if (!sampling.lock().isZero()) {
                String threshold = sampling.lock().toNanos() + " ns";
                event(settings, "jdk.JavaMonitorEnter", "threshold", threshold);
                event(settings, "jdk.ThreadPark", "threshold", threshold);
            }
            fresh.setSettings(settings);
            fresh.start();
            recording = fresh;
        } catch (RuntimeException | LinkageError e) {
            throw new IOException("JDK Flight Recorder does not start: " + e, e);
        }
    }

    private void cpu(Sampling sampling, Map<String, String> settings) {
        if (sampling.event().equals("off") || sampling.event().equals("wall")) {
            engine = "off";
        } else if (isKnown("jdk.CPUTimeSample")) {
            engine = "jdk.CPUTimeSample";
            event(settings, engine, "throttle", Math.max(1, sampling.interval().toMillis()) + " ms");
        } else {
            engine = "jdk.ExecutionSample";
            event(settings, engine, "period", Math.max(1, sampling.interval().toMillis()) + " ms");
            event(settings, "jdk.NativeMethodSample", "period", "20 ms");
        }
    }

    private static boolean isKnown(String name) {
        return FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .anyMatch(type -> type.getName().equals(name));
    }

    private static void event(Map<String, String> settings, String name, String key, String value) {
        settings.put(name + "#enabled", "true");
        settings.put(name + "#stackTrace", "true");
        settings.put(name + "#" + key, value);
    }

    @Override
    public List<ByteBuffer> rotate() throws IOException {
        try (Recording copy = running().copy(true)) {
            return chunks(copy);
        } catch (IllegalStateException e) {
            throw new IOException("JDK Flight Recorder was stopped by somebody else", e);
        }
    }

    @Override
    public List<ByteBuffer> stop() throws IOException {
        try (Recording ended = running()) {
            recording = null;
            ended.stop();
            return chunks(ended);
        } catch (IllegalStateException e) {
            throw new IOException("JDK Flight Recorder was stopped by somebody else", e);
        }
    }

    private Recording running() throws IOException {
        Recording found = recording;
        if (found == null) {
            throw new IOException("nothing is recorded");
        }
        return found;
    }

    /// The chunks that began after the last one that was handed over.
    private List<ByteBuffer> chunks(Recording ended) throws IOException {
        Instant after = lastBegin == 0 ? null : Instant.ofEpochSecond(0, lastBegin);
        byte[] bytes;
        try (InputStream in = ended.getStream(after, null)) {
            bytes = in == null ? new byte[0] : in.readAllBytes();
        }
        List<ByteBuffer> found = new ArrayList<>();
        ByteBuffer all = ByteBuffer.wrap(bytes);
        int begin = 0;
        while (begin + HEADER <= bytes.length) {
            long length = all.getLong(begin + SIZE_AT);
            if (all.getInt(begin) != MAGIC || length < HEADER || length > bytes.length - begin) {
                throw new IOException("the recording is damaged at " + begin);
            }
            long began = all.getLong(begin + BEGIN_AT);
            if (began > lastBegin) {
                found.add(ByteBuffer.wrap(bytes, begin, (int) length).slice());
                lastBegin = began;
            }
            begin += (int) length;
        }
        return found;
    }

    @Override
    public long samples() {
        return Long.MAX_VALUE;
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public boolean samplesCarriers() {
        return false;
    }

    @Override
    public Supplier<@Nullable ByteBuffer> lastSample() {
        return () -> null;
    }

    @Override
    public long missed() {
        return 0;
    }
}
