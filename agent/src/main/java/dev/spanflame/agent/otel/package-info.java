/// The extension for OpenTelemetry: tells the agent of every change of the current span, and marks spans
/// for Grafana.
///
/// It is a jar of its own and is loaded with OpenTelemetry's classes, not with the agent's.
@NullMarked
package dev.spanflame.agent.otel;

import org.jspecify.annotations.NullMarked;
