/// Tests of what is measured of spans.
@NullMarked
package dev.spanflame.traceql.metrics.measure;

import org.jspecify.annotations.NullMarked;
