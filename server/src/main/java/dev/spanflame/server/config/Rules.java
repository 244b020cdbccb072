package dev.spanflame.server.config;

import dev.spanflame.server.config.value.ByteSize;
import dev.spanflame.server.config.value.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with the values of one record, so that all of it is reported at once.
public final class Rules {
    /// One value that breaks its rule; `key` is the component's key within its record.
    public record Broken(String key, String message) {}

    /// Thrown by the constructor of a record with broken values.
    public static final class BrokenException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final transient List<Broken> broken;

        BrokenException(List<Broken> broken) {
            super(broken.toString());
            this.broken = broken;
        }

        /// All of them.
        public List<Broken> broken() {
            return broken;
        }
    }

    private final List<Broken> broken = new ArrayList<>();

    /// `value` must be at least `min`.
    public Rules atLeast(String key, long value, long min) {
        return that(key, value >= min, "must be at least " + min);
    }

    /// `value` must be within the two bounds.
    public Rules within(String key, long value, long min, long max) {
        return that(key, value >= min && value <= max, "must be " + min + " to " + max);
    }

    /// `value` must be within the two bounds, in bytes.
    public Rules within(String key, ByteSize value, long min, long max) {
        boolean holds = value.bytes() >= min && value.bytes() <= max;
        return that(key, holds, "must be " + new ByteSize(min) + " to " + new ByteSize(max));
    }

    /// `value` must be at least `min` bytes.
    public Rules atLeast(String key, ByteSize value, long min) {
        return that(key, value.bytes() >= min, "must be at least " + new ByteSize(min));
    }

    /// `value` must be at least `min`.
    public Rules atLeast(String key, Duration value, Duration min) {
        return that(key, value.compareTo(min) >= 0, "must be at least " + TimeSpan.print(min));
    }

    /// `value` must be longer than nothing.
    public Rules positive(String key, Duration value) {
        return that(key, value.compareTo(Duration.ZERO) > 0, "must be longer than 0");
    }

    /// `parse` must read the value; the message of its [IllegalArgumentException] continues "'key' ...".
    public Rules reads(String key, Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException e) {
            broken.add(new Broken(key, String.valueOf(e.getMessage())));
        }
        return this;
    }

    /// Any other condition.
    public Rules that(String key, boolean holds, String message) {
        if (!holds) {
            broken.add(new Broken(key, message));
        }
        return this;
    }

    /// Throws [BrokenException] when a rule was broken.
    public void check() {
        if (!broken.isEmpty()) {
            throw new BrokenException(broken);
        }
    }
}
