/// The port through which the language reads spans. Storage implements it, in this process or in another.
///
/// Start with [SpanSource], then [SpanPartition] and [Column].
@NullMarked
package dev.spanflame.traceql.fetch;

import org.jspecify.annotations.NullMarked;
