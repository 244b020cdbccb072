/// TraceQL: the language in which traces are searched.
///
/// Start with [TraceQl]. A query goes from text to tree ([dev.spanflame.traceql.syntax]), is checked
/// ([dev.spanflame.traceql.type]), planned ([dev.spanflame.traceql.plan]) and evaluated ([dev.spanflame.traceql.eval])
/// for a search ([dev.spanflame.traceql.search]) or a look-up of tags ([dev.spanflame.traceql.tags]). Spans come
/// through the port [dev.spanflame.traceql.fetch].
@NullMarked
package dev.spanflame.traceql;

import org.jspecify.annotations.NullMarked;
