package dev.spanflame.agent.labels;

import dev.spanflame.agent.link.AgentLink;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// Sets labels for the samples of a piece of work on the calling thread:
///
/// ```java
/// ProfileLabels.run(new LabelsSet("route", "/checkout"), () -> checkout(cart));
/// ```
///
/// Labels nest, the inner one of a name wins, and they end with the work. Without an agent the work runs
/// as if nothing had been said. Safe for any thread.
public final class ProfileLabels {
    private static volatile Map<String, String> all = Map.of();

    private ProfileLabels() {}

    /// Sets labels of all profiles from now on, over those of the settings. The map is copied.
    public static void setOfAll(Map<String, String> labels) {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /// The labels of all profiles that were set last.
    public static Map<String, String> ofAll() {
        return all;
    }

    /// Runs `work` with these labels added to those of the thread.
    public static void run(LabelsSet labels, Runnable work) {
        try (Scope ignored = scope(labels)) {
            work.run();
        }
    }

    /// Runs `work` with these labels added to those of the thread, and returns its result or throws what
    /// it throws.
    public static <T> T run(LabelsSet labels, Callable<T> work) throws Exception {
        try (Scope ignored = scope(labels)) {
            return work.call();
        }
    }

    /// Adds labels to the thread until the result is closed, on the same thread.
    public static Scope scope(LabelsSet labels) {
        Map<String, String> before = AgentLink.labels();
        Map<String, String> after = new LinkedHashMap<>(before);
        after.putAll(labels.asMap());
        AgentLink.setLabels(Collections.unmodifiableMap(after));
        return new Scope(before);
    }

    /// Takes the labels away again when it is closed; a second time does nothing.
    public static final class Scope implements AutoCloseable {
        private final Map<String, String> before;
        private boolean open = true;

        private Scope(Map<String, String> before) {
            this.before = before;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                AgentLink.setLabels(before);
            }
        }
    }
}
