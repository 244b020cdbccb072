/// Benchmarks of the hot paths, by JMH: `bin/bench` runs them all, `bin/bench Trace` those whose names have
/// that.
@NullMarked
package dev.spanflame.bench;

import org.jspecify.annotations.NullMarked;
