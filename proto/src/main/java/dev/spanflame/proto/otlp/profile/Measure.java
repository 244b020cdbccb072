package dev.spanflame.proto.otlp.profile;

import dev.spanflame.model.profile.SampleType;
import java.util.Locale;
import java.util.Set;

/// What the values of a profile mean here: the name of the profile, what is counted, what the period
/// counts, and the factor that makes values of the sender's out of them.
///
/// Profilers name the same thing by the engine that measured it; those that are known get the name
/// under which other formats bring it, so that it can be asked for whichever way it came. Others keep
/// their name.
record Measure(String name, SampleType type, SampleType period, long factor) {
    private static final SampleType CPU = new SampleType("cpu", "nanoseconds");
    private static final SampleType WALL = new SampleType("wall", "nanoseconds");
    private static final SampleType SPACE = new SampleType("space", "bytes");
    private static final SampleType MUTEX = new SampleType("mutex", "count");

    private static final Set<String> SAMPLES = Set.of("samples", "sample", "events");
    private static final Set<String> CPU_ENGINES =
            Set.of("cpu", "itimer", "ctimer", "perf_events", "on_cpu", "oncpu", "cpu_time");
    private static final Set<String> WALL_ENGINES = Set.of("wall", "j9_wall", "wall_clock");
    private static final Set<String> ALLOCATION_ENGINES =
            Set.of("alloc", "alloc_tracer", "object_sampler", "j9_object_sampler", "allocations");
    private static final Set<String> LOCK_ENGINES = Set.of("lock", "lock_tracer", "locks", "native_lock_tracer");
    private static final Set<String> MALLOC_ENGINES = Set.of("malloc", "malloc_tracer", "nativemem");

    /// Measure of values of `sample`, taken every `period` of `periodType`. With `timed` the sender has
    /// CPU time beside the number of samples, which then stays a number.
    static Measure of(SampleType sample, SampleType periodType, long period, boolean timed) {
        String type = plain(sample.type());
        String engine = SAMPLES.contains(type) && !periodType.type().isEmpty() ? plain(periodType.type()) : type;
        if (isCpu(type, engine)) {
            return time("process_cpu", CPU, sample, new Interval(periodType, period), timed);
        }
        if (WALL_ENGINES.contains(engine)) {
            return time("wall", WALL, sample, new Interval(periodType, period), timed);
        }
        boolean time = nanoseconds(sample.unit()) > 0;
        if (ALLOCATION_ENGINES.contains(engine)) {
            return plain("memory", isBytes(sample), SPACE, "alloc_space", "alloc_objects");
        }
        if (MALLOC_ENGINES.contains(engine)) {
            return plain("memory", isBytes(sample), SampleType.NONE, "malloc_bytes", "malloc_objects");
        }
        if (LOCK_ENGINES.contains(engine)) {
            return time
                    ? new Measure("mutex", new SampleType("delay", "nanoseconds"), MUTEX, nanoseconds(sample.unit()))
                    : new Measure("mutex", new SampleType("contentions", "count"), MUTEX, 1);
        }
        if (type.equals("off_cpu") || type.equals("offcpu")) {
            return new Measure(
                    "off_cpu",
                    new SampleType("off_cpu", time ? "nanoseconds" : "count"),
                    SampleType.NONE,
                    Math.max(1, nanoseconds(sample.unit())));
        }
        return other(type, sample, periodType);
    }

    /// Whether values of this type are CPU time.
    static boolean isCpuTime(SampleType sample) {
        return CPU_ENGINES.contains(plain(sample.type())) && nanoseconds(sample.unit()) > 0;
    }

    private static boolean isCpu(String type, String engine) {
        return CPU_ENGINES.contains(engine) || (SAMPLES.contains(type) && SAMPLES.contains(engine));
    }

    /// What the sender says about its period.
    private record Interval(SampleType type, long count) {
        long nanos() {
            return nanoseconds(type.unit()) == 0 || count <= 1 ? 0 : product(count, nanoseconds(type.unit()));
        }
    }

    private static Measure time(String name, SampleType measured, SampleType sample, Interval interval, boolean timed) {
        long factor = nanoseconds(sample.unit());
        if (factor > 0) {
            return new Measure(name, measured, measured, factor);
        }
        if (timed || interval.nanos() == 0) {
            return new Measure(name, new SampleType("samples", "count"), measured, 1);
        }
        return new Measure(name, measured, measured, interval.nanos());
    }

    private static Measure plain(String name, boolean bytes, SampleType period, String space, String objects) {
        SampleType type = bytes ? new SampleType(space, "bytes") : new SampleType(objects, "count");
        return new Measure(name, type, period, 1);
    }

    private static Measure other(String type, SampleType sample, SampleType periodType) {
        String period = plain(periodType.type());
        String name = type;
        if (type.startsWith("alloc_") || type.startsWith("inuse_")) {
            name = "memory";
        } else if (CPU_ENGINES.contains(period)) {
            name = "process_cpu";
        } else if (!period.isEmpty()) {
            name = period;
        } else if (type.isEmpty()) {
            name = "process_cpu";
        }
        SampleType measured = new SampleType(type.isEmpty() ? "samples" : type, unit(sample));
        SampleType counted = period.equals("memory") ? memoryPeriod(type) : new SampleType(period, unit(periodType));
        return new Measure(name, measured, counted, 1);
    }

    /// The period under which pprof brings a measure of memory, where OTLP has its name instead.
    private static SampleType memoryPeriod(String type) {
        if (type.startsWith("malloc_")) {
            return SampleType.NONE;
        }
        return type.equals("live") ? new SampleType("objects", "count") : SPACE;
    }

    private static boolean isBytes(SampleType type) {
        return switch (type.unit()) {
            case "bytes", "byte", "By" -> true;
            default -> false;
        };
    }

    /// Nanoseconds of a unit of time, 0 for other units. Names are those of pprof and of UCUM.
    private static long nanoseconds(String unit) {
        return switch (unit) {
            case "ns", "nanoseconds", "nanosecond" -> 1;
            case "us", "microseconds", "microsecond" -> 1_000;
            case "ms", "milliseconds", "millisecond" -> 1_000_000;
            case "s", "seconds", "second" -> 1_000_000_000;
            default -> 0;
        };
    }

    private static String unit(SampleType type) {
        return switch (type.unit()) {
            case "By", "byte" -> "bytes";
            case "ns", "nanosecond" -> "nanoseconds";
            case "1" -> "count";
            default -> plain(type.unit());
        };
    }

    /// Without what separates the parts of a profile type.
    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace(':', '_').replace('-', '_');
    }

    /// A value of the sender's in the unit of [#type]; the largest number where it does not fit.
    long value(long sent) {
        return sent < 0 ? sent : product(sent, factor);
    }

    private static long product(long value, long factor) {
        return value > Long.MAX_VALUE / factor ? Long.MAX_VALUE : value * factor;
    }
}
