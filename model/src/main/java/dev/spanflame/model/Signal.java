package dev.spanflame.model;

/// The two kinds of data kept. Each has its own blocks; they share tenants, WAL, commit log and time.
public enum Signal {
    /// Spans, from OTLP.
    TRACES("traces"),
    /// Profiles, from pprof and JFR.
    PROFILES("profiles");

    private final String label;

    Signal(String label) {
        this.label = label;
    }

    /// Name in object keys, metrics and logs.
    public String label() {
        return label;
    }

    /// The signal with this label; throws [IllegalArgumentException] when there is none.
    public static Signal ofLabel(String label) {
        for (Signal signal : values()) {
            if (signal.label.equals(label)) {
                return signal;
            }
        }
        throw new IllegalArgumentException("unknown signal '" + label + "', expected traces or profiles");
    }
}
