package io.pyroscope.javaagent.config;

/// Who takes samples.
public enum ProfilerType {
    /// JDK Flight Recorder.
    JFR,
    /// async-profiler.
    ASYNC
}
