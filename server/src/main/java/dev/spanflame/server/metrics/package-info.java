/// The program's own metrics for Prometheus.
///
/// Start with [PrometheusMeters]: rooms count through [dev.spanflame.model.metric.Meters], Prometheus reads
/// `/metrics`.
@NullMarked
package dev.spanflame.server.metrics;

import org.jspecify.annotations.NullMarked;
