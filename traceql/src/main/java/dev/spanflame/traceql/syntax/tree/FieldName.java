package dev.spanflame.traceql.syntax.tree;

/// What a query calls a field of a span.
public sealed interface FieldName permits AttributeName, Intrinsic, ParentIntrinsic {}
