/// Forms in which a tree of calls leaves the server: pprof, tree bytes, DOT, folded stacks, speedscope,
/// HTML, tables of functions.
///
/// Start with [dev.spanflame.querier.pyroscope.export.CallTree].
@NullMarked
package dev.spanflame.querier.pyroscope.export;

import org.jspecify.annotations.NullMarked;
