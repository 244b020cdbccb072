/// Pyroscope's query API: `querier.v1.QuerierService` and `/pyroscope/render`.
///
/// Start with [dev.spanflame.querier.pyroscope.PyroscopeApi]. `docs/compat/pyroscope.md` says what differs.
@NullMarked
package dev.spanflame.querier.pyroscope;

import org.jspecify.annotations.NullMarked;
