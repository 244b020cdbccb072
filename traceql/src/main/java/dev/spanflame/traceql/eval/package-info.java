/// Evaluation of plans over the rows of a partition.
///
/// Start with [PipelineEvaluator], which turns all spans of a partition into [SpanSets]; beneath it [FilterEvaluator]
/// finds the rows of one condition and [Relations] those that are related. Objects here belong to one thread and to
/// one partition.
@NullMarked
package dev.spanflame.traceql.eval;

import org.jspecify.annotations.NullMarked;
