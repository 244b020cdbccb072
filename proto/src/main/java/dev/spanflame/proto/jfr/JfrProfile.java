package dev.spanflame.proto.jfr;

import dev.spanflame.model.profile.SampleType;
import java.util.List;

/// The profiles that the events of a recording are sorted into, named as Pyroscope names them; from
/// [#NATIVE_LOCK] on they are those it does not have.
enum JfrProfile {
    CPU("process_cpu", new SampleType("cpu", "nanoseconds"), new SampleType("cpu", "nanoseconds")),
    WALL("wall", new SampleType("wall", "nanoseconds"), new SampleType("wall", "nanoseconds")),
    IN_TLAB("memory", Period.SPACE, objects("alloc_in_new_tlab"), bytes("alloc_in_new_tlab")),
    OUTSIDE_TLAB("memory", Period.SPACE, objects("alloc_outside_tlab"), bytes("alloc_outside_tlab")),
    ALLOCATION_SAMPLE("memory", Period.SPACE, objects("alloc_sample"), bytes("alloc_sample")),
    LOCK("mutex", new SampleType("mutex", "count"), Period.CONTENTIONS, Period.DELAY),
    PARK("block", new SampleType("block", "count"), Period.CONTENTIONS, Period.DELAY),
    LIVE("memory", new SampleType("objects", "count"), new SampleType("live", "count")),
    MALLOC("memory", SampleType.NONE, objects("malloc"), bytes("malloc")),
    NATIVE_LOCK("mutex", new SampleType("mutex", "count"), count("native_contentions"), time("native_delay")),
    METHOD_TRACE("method_trace", SampleType.NONE, count("calls"), time("duration")),
    MONITOR_WAIT("wait", SampleType.NONE, count("waits"), time("delay")),
    SLEEP("sleep", SampleType.NONE, count("sleeps"), time("delay")),
    PINNED("pinned", SampleType.NONE, count("pins"), time("delay")),
    SOCKET_READ("io", SampleType.NONE, count("socket_reads"), time("socket_read_time")),
    SOCKET_WRITE("io", SampleType.NONE, count("socket_writes"), time("socket_write_time")),
    FILE_READ("io", SampleType.NONE, count("file_reads"), time("file_read_time")),
    FILE_WRITE("io", SampleType.NONE, count("file_writes"), time("file_write_time")),
    FILE_FORCE("io", SampleType.NONE, count("file_forces"), time("file_force_time")),
    EXCEPTION("exceptions", SampleType.NONE, count("exceptions"));

    private final String metric;
    private final SampleType periodType;
    private final List<SampleType> sampleTypes;

    JfrProfile(String metric, SampleType periodType, SampleType... sampleTypes) {
        this.metric = metric;
        this.periodType = periodType;
        this.sampleTypes = List.of(sampleTypes);
    }

    /// Value of the label `__name__`.
    String metric() {
        return metric;
    }

    SampleType periodType() {
        return periodType;
    }

    List<SampleType> sampleTypes() {
        return sampleTypes;
    }

    /// Types that several profiles share.
    private static final class Period {
        static final SampleType SPACE = new SampleType("space", "bytes");
        static final SampleType CONTENTIONS = new SampleType("contentions", "count");
        static final SampleType DELAY = new SampleType("delay", "nanoseconds");
    }

    private static SampleType count(String type) {
        return new SampleType(type, "count");
    }

    private static SampleType time(String type) {
        return new SampleType(type, "nanoseconds");
    }

    private static SampleType objects(String prefix) {
        return new SampleType(prefix + "_objects", "count");
    }

    private static SampleType bytes(String prefix) {
        return new SampleType(prefix + "_bytes", "bytes");
    }
}
