package dev.spanflame.generator.graph;

import dev.spanflame.generator.span.AttributeKeys;

/// How two nodes are connected, as the label `connection_type` says it.
enum ConnectionType {
    /// A call, both of whose sides are seen.
    PLAIN(""),
    MESSAGING("messaging_system"),
    DATABASE("database"),
    /// One of the sides sends no spans.
    VIRTUAL("virtual_node");

    private final byte[] label;

    ConnectionType(String label) {
        this.label = AttributeKeys.bytes(label);
    }

    /// The label's value.
    byte[] label() {
        return label;
    }
}
