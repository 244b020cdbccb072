/// Profilers of JVMs as they are: async-profiler, Pyroscope's agent and ours in its place.
@NullMarked
package dev.spanflame.tests.clients.jvm;

import org.jspecify.annotations.NullMarked;
