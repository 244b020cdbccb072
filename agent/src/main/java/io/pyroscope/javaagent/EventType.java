package io.pyroscope.javaagent;

/// What samples are taken by.
public enum EventType {
    /// CPU time by perf.
    CPU("cpu"),
    /// Allocations.
    ALLOC("alloc"),
    /// Locks.
    LOCK("lock"),
    /// Time by the clock.
    WALL("wall"),
    /// CPU time by timers of threads.
    CTIMER("ctimer"),
    /// CPU time by one timer.
    ITIMER("itimer");

    /// The value of the setting.
    public final String id;

    EventType(String id) {
        this.id = id;
    }

    /// The one of a value; an [IllegalArgumentException] where there is none.
    public static EventType fromId(String id) {
        for (EventType type : values()) {
            if (type.id.equals(id)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no event \"" + id + "\", there are cpu, alloc, lock, wall, ctimer, itimer");
    }
}
