/// The HTTP API that Grafana's Tempo data source speaks. Conventions and differences: `docs/compat/tempo.md`.
///
/// Start with [TempoApi].
@NullMarked
package dev.spanflame.querier.tempo;

import org.jspecify.annotations.NullMarked;
