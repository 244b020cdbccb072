package io.pyroscope.http;

/// How profiles are sent.
public enum Format {
    /// As pprof: what is recorded is converted in the process.
    JFR("jfr"),
    /// As OTLP profiles.
    OTLP("otlp");

    /// The value of the setting.
    public final String id;

    Format(String id) {
        this.id = id;
    }
}
