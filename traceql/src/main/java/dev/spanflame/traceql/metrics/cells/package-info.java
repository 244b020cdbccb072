/// Counters, and numbers for things that are counted: held in arrays, paid for from a budget.
///
/// Start with [Cells].
@NullMarked
package dev.spanflame.traceql.metrics.cells;

import org.jspecify.annotations.NullMarked;
