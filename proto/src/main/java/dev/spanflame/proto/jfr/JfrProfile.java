package dev.spanflame.proto.jfr;

import dev.spanflame.model.profile.SampleType;
import java.util.List;

/// The profiles that the events of a recording are sorted into, named as Pyroscope names them.
enum JfrProfile {
    CPU("process_cpu", new SampleType("cpu", "nanoseconds"), new SampleType("cpu", "nanoseconds")),
    WALL("wall", new SampleType("wall", "nanoseconds"), new SampleType("wall", "nanoseconds")),
    IN_TLAB("memory", Period.SPACE, objects("alloc_in_new_tlab"), bytes("alloc_in_new_tlab")),
    OUTSIDE_TLAB("memory", Period.SPACE, objects("alloc_outside_tlab"), bytes("alloc_outside_tlab")),
    ALLOCATION_SAMPLE("memory", Period.SPACE, objects("alloc_sample"), bytes("alloc_sample")),
    LOCK("mutex", new SampleType("mutex", "count"), Period.CONTENTIONS, Period.DELAY),
    PARK("block", new SampleType("block", "count"), Period.CONTENTIONS, Period.DELAY),
    LIVE("memory", new SampleType("objects", "count"), new SampleType("live", "count")),
    MALLOC("memory", SampleType.NONE, objects("malloc"), bytes("malloc"));

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

    private static SampleType objects(String prefix) {
        return new SampleType(prefix + "_objects", "count");
    }

    private static SampleType bytes(String prefix) {
        return new SampleType(prefix + "_bytes", "bytes");
    }
}
