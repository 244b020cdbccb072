/// Exact answers about spans over live data and blocks together.
///
/// Start with [TraceStore].
@NullMarked
package dev.spanflame.querier.traces;

import org.jspecify.annotations.NullMarked;
