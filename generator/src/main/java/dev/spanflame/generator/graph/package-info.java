/// Service graphs: who calls whom, found by the span of a call and the span that it led to.
///
/// Start with [ServiceGraphs]; an [Edge] waits in the [EdgeStore] for its other half.
@NullMarked
package dev.spanflame.generator.graph;

import org.jspecify.annotations.NullMarked;
