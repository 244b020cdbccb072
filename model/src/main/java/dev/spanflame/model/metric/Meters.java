package dev.spanflame.model.metric;

import java.util.List;
import java.util.function.Supplier;

/// Makes the program's own metrics. Asking twice for one name gives the same metric. Thread-safe.
///
/// Names follow Prometheus: `spanflame_` first, unit and `_total` last, base units (seconds, bytes).
public interface Meters {
    /// A value that only grows.
    Counter counter(String name, String help, String... labelNames);

    /// A distribution with the given upper bounds, ascending.
    Distribution distribution(String name, String help, double[] bounds, String... labelNames);

    /// A value read when somebody looks. `read` returns one [Reading] for each set of label values.
    void gauge(String name, String help, List<String> labelNames, Supplier<List<Reading>> read);

    /// One value of a gauge.
    record Reading(double value, List<String> labelValues) {
        /// A reading of a gauge without labels.
        public static List<Reading> single(double value) {
            return List.of(new Reading(value, List.of()));
        }
    }

    /// A value that only grows.
    interface Counter {
        /// Adds `amount` >= 0 to the series with these label values.
        void add(double amount, String... labelValues);

        /// Adds one.
        default void increment(String... labelValues) {
            add(1, labelValues);
        }
    }

    /// Counts observations in buckets.
    interface Distribution {
        /// Records one observation.
        void observe(double value, String... labelValues);
    }
}
