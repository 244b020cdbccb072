/// Parts of a single trace: the spans that satisfy a condition, and those around them.
///
/// Start with [TraceFilter].
@NullMarked
package dev.spanflame.querier.traces.filter;

import org.jspecify.annotations.NullMarked;
