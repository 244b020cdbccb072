/// Tests of counting.
@NullMarked
package dev.spanflame.traceql.metrics.measure;

import org.jspecify.annotations.NullMarked;
