/// Spans: as columns on the hot path ([SpanBatch]), as records at the doors ([Trace], [Span]).
@NullMarked
package dev.spanflame.model.trace;

import org.jspecify.annotations.NullMarked;
