package dev.spanflame.traceql.script;

import dev.spanflame.model.trace.Trace;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.MetricsResult;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.tags.TagLookup;
import dev.spanflame.traceql.tags.TagNames;
import dev.spanflame.traceql.tags.TagOptions;
import dev.spanflame.traceql.tags.TagValues;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/// Something that takes spans and answers questions about them.
///
/// Refusals must come as [dev.spanflame.model.BackendException]; a target behind HTTP makes them of the response.
public interface ScriptTarget {
    /// Loads the spans of one script, each element one trace. What was loaded before must not be seen any more.
    Loaded load(List<Trace> traces) throws IOException;

    /// Whether values in answers keep their types. A target behind HTTP gets durations, nil and the words
    /// for status and kind as texts; then quotes are not compared.
    default boolean isTyped() {
        return true;
    }

    /// Spans that have been loaded.
    interface Loaded {
        /// Answers a search.
        SearchResult search(String query, SearchOptions options) throws IOException;

        /// Answers a look-up of names.
        TagNames names(TagOptions options) throws IOException;

        /// Answers a look-up of values.
        TagValues values(String field, TagOptions options) throws IOException;

        /// Answers a metrics query.
        MetricsResult series(String query, MetricsOptions options) throws IOException;
    }

    /// A target that evaluates in this process, over the source made of the spans.
    static ScriptTarget of(Function<List<Trace>, SpanSource> factory) {
        return traces -> {
            SpanSource source = factory.apply(traces);
            return new Loaded() {
                @Override
                public SearchResult search(String query, SearchOptions options) throws IOException {
                    return TraceQl.compile(TraceQl.parse(query)).search(source, options);
                }

                @Override
                public TagNames names(TagOptions options) throws IOException {
                    return new TagLookup(source, options).names();
                }

                @Override
                public TagValues values(String field, TagOptions options) throws IOException {
                    return new TagLookup(source, options).values(TraceQl.parseField(field));
                }

                @Override
                public MetricsResult series(String query, MetricsOptions options) throws IOException {
                    return TraceQl.measure(TraceQl.parse(query)).query(source, options);
                }
            };
        };
    }
}
