/// Tests of counters.
@NullMarked
package dev.spanflame.traceql.metrics.cells;

import org.jspecify.annotations.NullMarked;
