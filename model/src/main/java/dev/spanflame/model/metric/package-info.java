/// The port through which every room counts what it does; `server` binds it to Prometheus.
///
/// Start with [Meters]. Label values must come from small fixed sets, never from what a caller sent.
@NullMarked
package dev.spanflame.model.metric;

import org.jspecify.annotations.NullMarked;
