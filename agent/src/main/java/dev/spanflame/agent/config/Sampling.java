package dev.spanflame.agent.config;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What is sampled, and how often: the part of the settings that can be changed while the agent runs.
/// Immutable.
public final class Sampling {
    /// Allocated bytes between two samples unless something else is said.
    public static final long USUAL_ALLOC = 512 * 1024;
    /// The most bytes between two samples of allocations or of native memory: the JVM takes less than 2 GiB.
    public static final long MOST_BYTES = 1L << 30;
    /// The least time between two samples.
    public static final Duration LEAST = Duration.ofNanos(100_000);

    static final String EVENTS = "ctimer|itimer|cpu|perf|wall|off|none";

    private final boolean enabled;
    private final String event;
    private final Duration interval;
    private final long alloc;
    private final boolean live;
    private final Duration lock;
    private final boolean locks;
    private final Duration wall;
    private final long nativeMemory;

    Sampling(Values values) {
        this.enabled = values.flag(Setting.ENABLED, true);
        String named = values.word(Setting.EVENT, "ctimer", EVENTS);
        this.event = named.equals("perf") ? "cpu" : named.equals("none") ? "off" : named;
        this.interval = values.duration(Setting.INTERVAL, Duration.ofMillis(10), LEAST);
        this.alloc = values.bytesOrOff(Setting.ALLOC, USUAL_ALLOC, USUAL_ALLOC);
        this.live = values.flag(Setting.LIVE, false);
        // an interval of nothing is a wish for every wait, not for none
        this.lock = values.durationOrOff(Setting.LOCK, Duration.ofMillis(10), Duration.ofNanos(1));
        this.locks = !lock.isZero();
        this.wall = values.durationOrOff(Setting.WALL, Duration.ZERO, Duration.ofMillis(1));
        this.nativeMemory = values.bytesOrOff(Setting.NATIVE_MEMORY, 0, USUAL_ALLOC);
    }

    /// Whether anything is recorded at all.
    public boolean enabled() {
        return enabled && (!event.equals("off") || alloc > 0 || locks || !wall.isZero() || nativeMemory > 0);
    }

    /// `ctimer`, `itimer`, `cpu`, `wall` or `off`.
    public String event() {
        return event;
    }

    /// Time between two samples by the event.
    public Duration interval() {
        return interval;
    }

    /// Bytes between two samples of allocations; 0 is off.
    public long alloc() {
        return alloc;
    }

    /// Whether objects that still live are told.
    public boolean live() {
        return live && alloc > 0;
    }

    /// Waits for locks between two samples; zero is off.
    public Duration lock() {
        return lock;
    }

    /// Time between two samples of each thread, also while it waits; zero is off.
    public Duration wall() {
        return event.equals("wall") ? interval : wall;
    }

    /// Bytes between two samples of native memory; 0 is off.
    public long nativeMemory() {
        return nativeMemory;
    }

    /// One of the settings of sampling changed; empty where the setting is another or the value is wrong.
    public Optional<Sampling> with(Setting setting, String value) {
        switch (setting) {
            case ENABLED:
            case EVENT:
            case INTERVAL:
            case ALLOC:
            case LIVE:
            case LOCK:
            case WALL:
            case NATIVE_MEMORY:
                break;
            default:
                return Optional.empty();
        }
        String text = setting.property() + "=" + value;
        AgentOptions changed = AgentOptions.of(arguments() + "," + text, Map.of(), Map.of());
        return changed.problems().isEmpty() ? Optional.of(changed.sampling()) : Optional.empty();
    }

    private String arguments() {
        return "enabled=" + enabled + ",event=" + event + ",interval=" + interval.toNanos() + "ns,alloc="
                + (alloc == 0 ? "off" : alloc) + ",live=" + live + ",lock=" + orOff(lock) + ",wall=" + orOff(wall)
                + ",native.memory=" + (nativeMemory == 0 ? "off" : nativeMemory);
    }

    private static String orOff(Duration duration) {
        return duration.isZero() ? "off" : duration.toNanos() + "ns";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sampling && arguments().equals(((Sampling) other).arguments());
    }

    @Override
    public int hashCode() {
        return Objects.hash(arguments());
    }

    /// The settings as agent arguments.
    @Override
    public String toString() {
        return arguments();
    }
}
