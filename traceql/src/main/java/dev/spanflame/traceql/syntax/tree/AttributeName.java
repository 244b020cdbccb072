package dev.spanflame.traceql.syntax.tree;

/// An attribute by scope and key; `ofParent` for `parent.x`, `parent.span.x` and `parent.resource.x`.
public record AttributeName(AttributeScope scope, boolean ofParent, String key) implements FieldName {
    /// An attribute of the span itself, of its resource, events, links or instrumentation scope.
    public static AttributeName of(AttributeScope scope, String key) {
        return new AttributeName(scope, false, key);
    }
}
