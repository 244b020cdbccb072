package dev.spanflame.block.trace.store;

import java.util.Locale;

/// The tables of a block of traces. The order of the constants is part of the index format.
public enum BlockTable {
    /// A row for each span.
    SPANS,
    /// A row for each event.
    EVENTS,
    /// A row for each link.
    LINKS,
    /// A row for each trace.
    TRACES,
    /// A row for each distinct resource.
    RESOURCES,
    /// A row for each distinct instrumentation scope.
    SCOPES,
    /// A row for each attribute that has no column of its own.
    ATTRIBUTES;

    /// Name of the index object.
    public static final String INDEX = "index";

    /// Name of the object that describes the block.
    public static final String META = "meta.json";

    private final String label = name().toLowerCase(Locale.ROOT);

    /// Name of the table, as it stands in `attributes.parquet`.
    public String label() {
        return label;
    }

    /// Name of the table's object.
    public String object() {
        return label + ".parquet";
    }
}
