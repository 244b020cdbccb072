package dev.spanflame.generator.span;

/// Which spans a processor takes (Tempo's `filter_policies`). Immutable.
///
/// @param include    all of these must hold
/// @param includeAny a span for which one of these holds is taken whatever `include` says
/// @param exclude    a span for which one of these holds is not taken at all
public record SpanFilter(Policies include, Policies includeAny, Policies exclude) {
    /// Takes all.
    public static final SpanFilter ALL = new SpanFilter(Policies.NONE, Policies.NONE, Policies.NONE);

    /// Whether the span is taken. Hot path.
    public boolean takes(SpanRow span) {
        if (!exclude.isEmpty() && exclude.matches(span)) {
            return false;
        }
        if (!includeAny.isEmpty() && includeAny.matches(span)) {
            return true;
        }
        return include.isEmpty() ? includeAny.isEmpty() : include.allMatch(span);
    }
}
