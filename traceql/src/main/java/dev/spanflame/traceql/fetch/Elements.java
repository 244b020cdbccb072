package dev.spanflame.traceql.fetch;

/// The events, or the links, of all spans of a partition: rows of their own, ordered by the span they belong to.
public interface Elements {
    /// Number of elements.
    int count();

    /// Row of the span that element `element` belongs to; never smaller than that of the element before.
    int spanRow(int element);

    /// A field of the elements: EVENT or LINK attributes, or the intrinsics of that kind.
    Column column(Field field);
}
