package dev.spanflame.load.profile;

import java.util.List;
import java.util.SplittableRandom;

/// A kind of profile as agents of Java services send it.
enum ProfileKind {
    /// Time on a core, sampled every 10 ms.
    CPU("process_cpu", List.of("cpu", "nanoseconds"), List.of(), "cpu", "nanoseconds", 10_000_000),
    /// Objects and bytes allocated.
    ALLOC(
            "memory",
            List.of("alloc_in_new_tlab_objects", "count"),
            List.of("alloc_in_new_tlab_bytes", "bytes"),
            "space",
            "bytes",
            524_288),
    /// Locks waited for.
    LOCK("mutex", List.of("contentions", "count"), List.of("delay", "nanoseconds"), "mutex", "count", 1),
    /// Time whether on a core or not.
    WALL("wall", List.of("wall", "nanoseconds"), List.of(), "wall", "nanoseconds", 10_000_000);

    final String profileName;
    final List<String> firstType;
    final List<String> secondType;
    final String periodType;
    final String periodUnit;
    final long period;

    ProfileKind(
            String profileName,
            List<String> firstType,
            List<String> secondType,
            String periodType,
            String periodUnit,
            long period) {
        this.profileName = profileName;
        this.firstType = firstType;
        this.secondType = secondType;
        this.periodType = periodType;
        this.periodUnit = periodUnit;
        this.period = period;
    }

    /// Every second profile of a service is of CPU time; of the others two in four are of allocations.
    static ProfileKind of(long round) {
        return switch ((int) (round % 8)) {
            case 1, 5 -> ALLOC;
            case 3 -> LOCK;
            case 7 -> WALL;
            default -> CPU;
        };
    }

    /// Whether samples have two values.
    boolean hasSecond() {
        return !secondType.isEmpty();
    }

    /// The first value of a sample: often small, sometimes large.
    long first(SplittableRandom random) {
        long count = 1 + random.nextInt(1 << random.nextInt(8));
        return switch (this) {
            case CPU, WALL -> count * period;
            case ALLOC, LOCK -> count;
        };
    }

    /// The second value that goes with the first.
    long second(SplittableRandom random, long first) {
        return switch (this) {
            case ALLOC -> first * (16L << random.nextInt(10));
            case LOCK -> first * (1_000L + random.nextInt(4_000) * 250L);
            case CPU, WALL -> 0;
        };
    }
}
