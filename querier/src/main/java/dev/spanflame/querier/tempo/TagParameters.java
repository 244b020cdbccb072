package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.traceql.syntax.Parser;
import dev.spanflame.traceql.tags.TagOptions;
import java.nio.charset.StandardCharsets;

/// The parameters of requests for names and values: `q`, `start`, `end`, `limit`.
///
/// `q` may be half written, since editors ask while the user types. A `limit` that is no number counts as none, as in
/// Tempo.
final class TagParameters {
    private static final int MAX_COUNT = 100_000;

    private TagParameters() {}

    static TagOptions of(QueryParameters given, long maxBytes) {
        String query = given.firstOr("q", "");
        if (query.getBytes(StandardCharsets.UTF_8).length > Parser.MAX_BYTES) {
            throw BackendException.badRequest(
                    "query_too_long", "q is longer than " + Parser.MAX_BYTES + " bytes; shorten it");
        }
        return TagOptions.of(TimeParameters.window(given)).withQuery(query).withBounds(limit(given), maxBytes);
    }

    private static int limit(QueryParameters given) {
        try {
            int limit = Integer.parseInt(given.firstOr("limit", "0"));
            return limit <= 0 ? MAX_COUNT : Math.min(limit, MAX_COUNT);
        } catch (NumberFormatException _) {
            return MAX_COUNT;
        }
    }
}
