package dev.spanflame.querier.tempo;

import dev.spanflame.querier.traces.CountingSource;
import dev.spanflame.traceql.tags.TagOptions;
import java.io.IOException;

/// A question about names or values of attributes.
@FunctionalInterface
interface TagQuestion<T> {
    /// Answers from `source` within `options`.
    T answer(CountingSource source, TagOptions options) throws IOException;
}
