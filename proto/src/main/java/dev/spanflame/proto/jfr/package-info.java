/// JFR recordings, by async-profiler, its forks or the JDK, to columns of profiles.
///
/// Start with [JfrDecoder]. A recording is one or more chunks; a chunk describes its own layout in [Metadata], holds
/// what events refer to in [ConstantPools], and events. Everything is read where it lies, by that description and
/// within bounds: a recording is untrusted, and forks add fields that no fixed layout knows.
@NullMarked
package dev.spanflame.proto.jfr;

import org.jspecify.annotations.NullMarked;
