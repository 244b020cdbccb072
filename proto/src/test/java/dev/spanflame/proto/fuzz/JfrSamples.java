package dev.spanflame.proto.fuzz;

import static dev.spanflame.proto.jfr.JfrWriter.number;
import static dev.spanflame.proto.jfr.JfrWriter.text;

import dev.spanflame.proto.jfr.JfrWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import one.profiler.AsyncProfiler;

/// Recordings of JFR: written by hand, by the JDK and by async-profiler.
final class JfrSamples {
    private static final String[] SAMPLE = {
        "startTime:long",
        "sampledThread:java.lang.Thread:c",
        "stackTrace:jdk.types.StackTrace:c",
        "state:jdk.types.ThreadState:c",
        "contextId:long",
        "samples:int"
    };
    private static final String[] LOCK = {
        "startTime:long",
        "duration:long",
        "eventThread:java.lang.Thread:c",
        "stackTrace:jdk.types.StackTrace:c",
        "monitorClass:java.lang.Class:c",
        "note:java.lang.String"
    };
    private static final String[] ALLOCATION = {
        "startTime:long", "eventThread:java.lang.Thread:c", "stackTrace:jdk.types.StackTrace:c",
        "objectClass:java.lang.Class:c", "allocationSize:long", "tlabSize:long"
    };

    private JfrSamples() {}

    /// One chunk with an event of most kinds.
    static byte[] written() {
        JfrWriter writer = new JfrWriter()
                .type("jdk.ExecutionSample", SAMPLE)
                .type("profiler.WallClockSample", SAMPLE)
                .type("jdk.JavaMonitorEnter", LOCK)
                .type("jdk.ObjectAllocationInNewTLAB", ALLOCATION)
                .mode("cpu");
        long run = writer.stack("org/Leaf.run:7", "org/Main.main:3");
        long idle = writer.stack("org/Leaf.idle:9", "org/Main.main:3");
        writer.event("jdk.ExecutionSample", 3_000, 1, run, 1, 5, 1);
        writer.event("profiler.WallClockSample", 5_000, 2, idle, 2, 0, 40);
        writer.event("jdk.ObjectAllocationInNewTLAB", 5_000, 2, idle, 1, 64, 4096);
        writer.event(
                "jdk.JavaMonitorEnter", number(2_000), number(7_000), number(1), number(run), number(1), text("note"));
        return writer.toByteArray();
    }

    /// Recordings of this JVM: by the JDK, and by async-profiler where it has a library for this machine.
    static List<byte[]> recorded(Path folder) throws IOException {
        List<byte[]> recordings = new ArrayList<>();
        Path file = folder.resolve("jdk.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
            recording.enable("jdk.ObjectAllocationSample").withStackTrace();
            recording.start();
            work();
            recording.stop();
            recording.dump(file);
        }
        recordings.add(Files.readAllBytes(file));
        try {
            Path async = folder.resolve("async.jfr");
            AsyncProfiler profiler = AsyncProfiler.getInstance();
            profiler.execute("start,jfr,event=itimer,interval=1ms,alloc=64k,file=" + async);
            work();
            profiler.execute("stop");
            recordings.add(Files.readAllBytes(async));
        } catch (IllegalStateException | LinkageError _) {
            return recordings;
        }
        return recordings;
    }

    private static void work() {
        long until = System.nanoTime() + Duration.ofMillis(80).toNanos();
        StringBuilder text = new StringBuilder();
        while (System.nanoTime() < until) {
            text.append(text.length());
            if (text.length() > 10_000) {
                text.setLength(0);
            }
        }
    }
}
