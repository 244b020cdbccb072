/// What one span and its resource tell: filters, weights, and the metrics made of each span alone.
///
/// Start with [SpanMetrics] and [HostInfo]; both read a [SpanRow].
@NullMarked
package dev.spanflame.generator.span;

import org.jspecify.annotations.NullMarked;
