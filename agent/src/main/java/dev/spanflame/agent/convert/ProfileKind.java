package dev.spanflame.agent.convert;

import java.util.List;

/// What samples count. Names and units are those that Pyroscope gives to the same events of a JFR
/// recording.
public enum ProfileKind {
    /// Time on a processor.
    CPU("process_cpu", "cpu", "nanoseconds", List.of("cpu", "nanoseconds")),
    /// Time by the clock on the wall, waiting included.
    WALL("wall", "wall", "nanoseconds", List.of("wall", "nanoseconds")),
    /// Objects that were allocated.
    ALLOC(
            "memory",
            "space",
            "bytes",
            List.of("alloc_in_new_tlab_objects", "count", "alloc_in_new_tlab_bytes", "bytes")),
    /// Objects too large for a thread's own piece of the heap, and allocations as JDK Flight Recorder
    /// samples them.
    ALLOC_SAMPLE("memory", "space", "bytes", List.of("alloc_sample_objects", "count", "alloc_sample_bytes", "bytes")),
    /// Sampled objects that still live.
    LIVE("memory", "objects", "count", List.of("live", "count")),
    /// Native memory.
    MALLOC("memory", "", "", List.of("malloc_objects", "count", "malloc_bytes", "bytes")),
    /// Waits for a monitor.
    MONITOR("mutex", "mutex", "count", List.of("contentions", "count", "delay", "nanoseconds")),
    /// Waits for a lock of `java.util.concurrent`.
    PARK("block", "block", "count", List.of("contentions", "count", "delay", "nanoseconds")),
    /// Waits for a native lock.
    NATIVE_LOCK("mutex", "mutex", "count", List.of("native_contentions", "count", "native_delay", "nanoseconds"));

    private final String profileName;
    private final String periodType;
    private final String periodUnit;
    /// Types and units in turn.
    private final List<String> sampleTypes;

    ProfileKind(String profileName, String periodType, String periodUnit, List<String> sampleTypes) {
        this.profileName = profileName;
        this.periodType = periodType;
        this.periodUnit = periodUnit;
        this.sampleTypes = sampleTypes;
    }

    /// The label `__name__`.
    public String profileName() {
        return profileName;
    }

    /// Values a sample has, 1 or 2: a count, and an amount where there are two.
    int valueCount() {
        return sampleTypes.size() / 2;
    }

    String type(int value) {
        return sampleTypes.get(2 * value);
    }

    String unit(int value) {
        return sampleTypes.get(2 * value + 1);
    }

    String periodType() {
        return periodType;
    }

    String periodUnit() {
        return periodUnit;
    }
}
