/// Names for the addresses of native programs, read from their files. Start with [DebugFile].
///
/// The files come from strangers: everything they say about themselves is checked, and the work they
/// can cause is bounded.
@NullMarked
package dev.spanflame.proto.symbols;

import org.jspecify.annotations.NullMarked;
