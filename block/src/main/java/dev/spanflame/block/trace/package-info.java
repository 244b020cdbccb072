/// Spans in rows sorted by trace: the form in which live data is searched, flushed, merged and read back.
///
/// Start with [SpanRows]. [dev.spanflame.block.trace.build] makes them from requests, [dev.spanflame.block.trace.scan]
/// shows them to the language, [SpanReader] turns them into records.
@NullMarked
package dev.spanflame.block.trace;

import org.jspecify.annotations.NullMarked;
