package dev.spanflame.proto.jfr;

/// Events that are samples, and the field that says how much each counts; empty where each counts 1.
enum EventKind {
    EXECUTION("jdk.ExecutionSample", ""),
    WALL_CLOCK("profiler.WallClockSample", "samples"),
    IN_TLAB("jdk.ObjectAllocationInNewTLAB", "tlabSize"),
    OUTSIDE_TLAB("jdk.ObjectAllocationOutsideTLAB", "allocationSize"),
    ALLOCATION_SAMPLE("jdk.ObjectAllocationSample", "weight"),
    LOCK("jdk.JavaMonitorEnter", "duration"),
    PARK("jdk.ThreadPark", "duration"),
    LIVE("profiler.LiveObject", ""),
    MALLOC("profiler.Malloc", "size");

    private final String event;
    private final String valueField;

    EventKind(String event, String valueField) {
        this.event = event;
        this.valueField = valueField;
    }

    /// Name of the event's type.
    String event() {
        return event;
    }

    String valueField() {
        return valueField;
    }
}
