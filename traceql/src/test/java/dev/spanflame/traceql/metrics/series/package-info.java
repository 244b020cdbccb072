@NullMarked
package dev.spanflame.traceql.metrics.series;

import org.jspecify.annotations.NullMarked;
