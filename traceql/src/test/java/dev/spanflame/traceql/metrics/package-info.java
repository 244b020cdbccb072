@NullMarked
package dev.spanflame.traceql.metrics;

import org.jspecify.annotations.NullMarked;
