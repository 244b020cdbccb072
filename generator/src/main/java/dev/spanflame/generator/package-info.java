/// The metrics generator: turns spans, as they are acknowledged, into metrics for Prometheus.
///
/// Start with [MetricsGenerator]; a [TenantGenerator] is all there is of one tenant. What is made
/// of spans is in `span` and `graph`, the series are in `series`, their way out in `remote` and
/// [ScrapeApi].
@NullMarked
package dev.spanflame.generator;

import org.jspecify.annotations.NullMarked;
