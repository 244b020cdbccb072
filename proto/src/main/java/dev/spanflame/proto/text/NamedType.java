package dev.spanflame.proto.text;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.SampleType;

/// What the values of a profile count, by the end of the name of its application, as in `shop.cpu` or
/// `shop.alloc_space`; a name without a dot is that of a CPU profile. `app` is the name without that end.
///
/// Where `timed` the sender counts samples, each of which stands for the time between two samples.
public record NamedType(String app, String profile, SampleType type, SampleType period, boolean timed) {
    private static final SampleType CPU = new SampleType("cpu", "nanoseconds");
    private static final SampleType WALL = new SampleType("wall", "nanoseconds");
    private static final String COUNT = "count";
    private static final String BYTES = "bytes";

    /// Reads a name; throws [BackendException] of kind BAD_REQUEST for an end that is none of those
    /// known.
    public static NamedType of(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return timed(name, "process_cpu", CPU);
        }
        String app = name.substring(0, dot);
        String end = name.substring(dot + 1);
        return switch (end) {
            case "cpu", "itimer" -> timed(app, "process_cpu", CPU);
            case "wall", "seconds", "milliseconds", "microseconds", "nanoseconds" -> timed(app, "wall", WALL);
            case "inuse_objects", "alloc_objects", "alloc_in_new_tlab_objects", "alloc_outside_tlab_objects", "live" ->
                plain(app, "memory", end, COUNT);
            case "inuse_space", "alloc_space", "alloc_in_new_tlab_bytes", "alloc_outside_tlab_bytes" ->
                plain(app, "memory", end, BYTES);
            case "bytes" -> plain(app, "memory", "samples", BYTES);
            case "goroutines" -> plain(app, "goroutine", end, COUNT);
            case "mutex_count" -> plain(app, "mutex", "contentions", COUNT);
            case "mutex_duration" -> plain(app, "mutex", "delay", "nanoseconds");
            case "block_count", "lock_count" -> plain(app, "block", "contentions", COUNT);
            case "block_duration", "lock_duration" -> plain(app, "block", "delay", "nanoseconds");
            case "exceptions" -> plain(app, "exceptions", "samples", COUNT);
            default ->
                throw BackendException.badRequest(
                        "invalid_labels",
                        "the name of the application ends in '." + MalformedText.shown(end)
                                + "', which says nothing about what the profile counts; expected a name without a dot,"
                                + " or one that ends in .cpu, .wall, .alloc_space, .inuse_space, .goroutines,"
                                + " .mutex_duration, .block_duration or the like");
        };
    }

    /// The type of a profile of the time that an application took, named without an end.
    static NamedType wall(String app) {
        return timed(app, "wall", WALL);
    }

    /// The type of a profile of the memory that an application took, named without an end.
    static NamedType memory(String app) {
        return plain(app, "memory", "samples", BYTES);
    }

    private static NamedType timed(String app, String profile, SampleType type) {
        return new NamedType(app, profile, type, CPU, true);
    }

    private static NamedType plain(String app, String profile, String type, String unit) {
        return new NamedType(app, profile, new SampleType(type, unit), SampleType.NONE, false);
    }
}
