/// The port over plain records: a readable reference for those who implement it, and a source for tests.
///
/// Start with [MemorySpanSource].
@NullMarked
package dev.spanflame.traceql.memory;

import org.jspecify.annotations.NullMarked;
