/// Tests of metrics queries as wholes.
@NullMarked
package dev.spanflame.traceql.metrics;

import org.jspecify.annotations.NullMarked;
