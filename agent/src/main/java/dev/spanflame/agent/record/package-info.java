/// Recordings of the host: async-profiler, or JDK Flight Recorder where that cannot be loaded. The door
/// is [dev.spanflame.agent.record.Recorder].
@NullMarked
package dev.spanflame.agent.record;

import org.jspecify.annotations.NullMarked;
