package dev.spanflame.agent.record;

import dev.spanflame.agent.config.Sampling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Records the JVM it is in. Used by one thread.
public interface Recorder {
    /// Begins to record; [IOException] says why it cannot.
    void start(Sampling sampling) throws IOException;

    /// What was recorded since the start or the last call, as whole JFR chunks; recording goes on without
    /// a pause.
    List<ByteBuffer> rotate() throws IOException;

    /// Ends the recording and returns what was recorded since the last call.
    List<ByteBuffer> stop() throws IOException;

    /// Samples since the JVM began, where they are counted; else the largest number.
    long samples();

    /// How samples are taken, as `ctimer`.
    String engine();

    /// Whether a number of a thread in a recording is of the operating system, so that virtual threads
    /// show as their carriers; else of Java.
    boolean samplesCarriers();

    /// Where the calling thread can read when it was last sampled; null where it cannot.
    Supplier<@Nullable ByteBuffer> lastSample();

    /// Samples that were not taken because the profiler was busy, since the JVM began.
    long missed();
}
