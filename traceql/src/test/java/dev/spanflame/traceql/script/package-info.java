/// Scripts as tests of the language: a few spans in a compact notation, queries, and what they must answer.
///
/// Start with [ScriptRunner], which runs every script against anything that can be loaded and searched
/// ([ScriptTarget]): records in memory, blocks, live segments, a server. The notation of spans is described at
/// [TraceNotation], that of scripts at [Script].
@NullMarked
package dev.spanflame.traceql.script;

import org.jspecify.annotations.NullMarked;
