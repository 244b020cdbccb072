/// Continuous profiling of the JVM this runs in, sent to any server that takes Pyroscope's `POST /ingest`.
///
/// The door is [ContinuousProfiler]. async-profiler records windows of a few seconds as JFR, an own thread sends
/// them. Nothing here throws into its host, and what waits to be sent is bounded.
@NullMarked
package dev.spanflame.profiler;

import org.jspecify.annotations.NullMarked;
