/// Answers as tables: searches, series, spans and statistics. Start with [dev.spanflame.querier.tempo.table.SpanTable].
@NullMarked
package dev.spanflame.querier.tempo.table;

import org.jspecify.annotations.NullMarked;
