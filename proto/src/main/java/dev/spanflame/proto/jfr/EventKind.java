package dev.spanflame.proto.jfr;

/// Events that are samples, and the field that says how much each counts; empty where each counts 1.
enum EventKind {
    EXECUTION("jdk.ExecutionSample", ""),
    CPU_TIME("jdk.CPUTimeSample", "samplingPeriod"),
    WALL_CLOCK("profiler.WallClockSample", "samples"),
    IN_TLAB("jdk.ObjectAllocationInNewTLAB", "tlabSize"),
    OUTSIDE_TLAB("jdk.ObjectAllocationOutsideTLAB", "allocationSize"),
    ALLOCATION_SAMPLE("jdk.ObjectAllocationSample", "weight"),
    LOCK("jdk.JavaMonitorEnter", "duration"),
    PARK("jdk.ThreadPark", "duration"),
    LIVE("profiler.LiveObject", ""),
    MALLOC("profiler.Malloc", "size"),
    NATIVE_LOCK("profiler.NativeLock", "duration"),
    METHOD_TRACE("jdk.MethodTrace", "duration"),
    MONITOR_WAIT("jdk.JavaMonitorWait", "duration"),
    SLEEP("jdk.ThreadSleep", "duration"),
    PINNED("jdk.VirtualThreadPinned", "duration"),
    SOCKET_READ("jdk.SocketRead", "duration"),
    SOCKET_WRITE("jdk.SocketWrite", "duration"),
    FILE_READ("jdk.FileRead", "duration"),
    FILE_WRITE("jdk.FileWrite", "duration"),
    FILE_FORCE("jdk.FileForce", "duration"),
    EXCEPTION("jdk.JavaExceptionThrow", "");

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
