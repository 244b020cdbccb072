package dev.spanflame.traceql.plan;

/// By what the traces of an answer are ordered: a number made of all spans found in them. `key` names it in answers.
public record TraceOrder(PlannedStage.Scalar number, String key, boolean descending) {}
