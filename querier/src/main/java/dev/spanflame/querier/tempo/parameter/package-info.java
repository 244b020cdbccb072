/// Texts of requests and how they are read. Start with [TimeParameters].
@NullMarked
package dev.spanflame.querier.tempo.parameter;

import org.jspecify.annotations.NullMarked;
