/// Metrics made of spans, as a real Prometheus receives them.
@NullMarked
package dev.spanflame.tests.metrics;

import org.jspecify.annotations.NullMarked;
