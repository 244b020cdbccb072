/// Series and what is done with them: ranking, thresholds, arithmetic.
///
/// Start with [Series] and [SeriesEvaluator].
@NullMarked
package dev.spanflame.traceql.metrics.series;

import org.jspecify.annotations.NullMarked;
