/// Tests of series and their time axis.
@NullMarked
package dev.spanflame.traceql.metrics.series;

import org.jspecify.annotations.NullMarked;
