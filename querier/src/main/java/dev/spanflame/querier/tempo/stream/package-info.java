/// Tempo's gRPC service `tempopb.StreamingQuerier`, which Grafana calls on the HTTP port when streaming is
/// on.
///
/// Start with [StreamingQuerier].
@NullMarked
package dev.spanflame.querier.tempo.stream;

import org.jspecify.annotations.NullMarked;
