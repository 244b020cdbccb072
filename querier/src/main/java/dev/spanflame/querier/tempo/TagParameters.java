package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.tempopb.SearchTagValuesRequest;
import dev.spanflame.proto.tempopb.SearchTagsRequest;
import dev.spanflame.querier.tempo.parameter.TimeParameters;
import dev.spanflame.traceql.syntax.Parser;
import dev.spanflame.traceql.tags.TagOptions;
import java.nio.charset.StandardCharsets;

/// The parameters of requests for names and values: `q`, `start`, `end`, `limit`.
///
/// `q` may be half written, since editors ask while the user types. A `limit` that is no number counts as
/// none, as in Tempo.
public final class TagParameters {
    private static final int MAX_COUNT = 100_000;

    private TagParameters() {}

    static TagOptions of(QueryParameters given, long maxBytes) {
        return options(TimeParameters.window(given), given.firstOr("q", ""), limit(given), maxBytes);
    }

    /// Of a request for names by gRPC; throws [BackendException] of kind BAD_REQUEST for what cannot be
    /// used.
    public static TagOptions of(SearchTagsRequest given, long maxBytes) {
        TimeRange window =
                TimeParameters.window(Integer.toUnsignedLong(given.getStart()), Integer.toUnsignedLong(given.getEnd()));
        return options(window, given.getQuery(), given.getMaxTagsPerScope(), maxBytes);
    }

    /// Of a request for values by gRPC; throws [BackendException] of kind BAD_REQUEST for what cannot be
    /// used.
    public static TagOptions of(SearchTagValuesRequest given, long maxBytes) {
        TimeRange window =
                TimeParameters.window(Integer.toUnsignedLong(given.getStart()), Integer.toUnsignedLong(given.getEnd()));
        return options(window, given.getQuery(), given.getMaxTagValues(), maxBytes);
    }

    private static TagOptions options(TimeRange window, String query, int limit, long maxBytes) {
        if (query.getBytes(StandardCharsets.UTF_8).length > Parser.MAX_BYTES) {
            throw BackendException.badRequest(
                    "query_too_long", "q is longer than " + Parser.MAX_BYTES + " bytes; shorten it");
        }
        int count = limit <= 0 ? MAX_COUNT : Math.min(limit, MAX_COUNT);
        return TagOptions.of(window).withQuery(query).withBounds(count, maxBytes);
    }

    private static int limit(QueryParameters given) {
        try {
            return Integer.parseInt(given.firstOr("limit", "0"));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
