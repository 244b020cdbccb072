package dev.spanflame.traceql.syntax.tree;

/// Prefix of an attribute name that says whose attribute is meant.
public enum AttributeScope {
    /// `.x`: the span's, or else the resource's.
    ANY("."),
    SPAN("span."),
    RESOURCE("resource."),
    EVENT("event."),
    LINK("link."),
    INSTRUMENTATION("instrumentation.");

    private final String prefix;

    AttributeScope(String prefix) {
        this.prefix = prefix;
    }

    /// What stands before the key, the dot included.
    public String prefix() {
        return prefix;
    }
}
