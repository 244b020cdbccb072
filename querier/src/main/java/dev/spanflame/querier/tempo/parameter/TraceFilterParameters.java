package dev.spanflame.querier.tempo.parameter;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.querier.traces.filter.TraceFilter;
import java.util.Optional;

/// The parameters `q`, `keep_hierarchy`, `match_depth` and `ancestor_depth` of a trace by id.
public final class TraceFilterParameters {
    private TraceFilterParameters() {}

    /// The filter they ask for; without a `q` the others mean nothing.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for one that cannot be used.
    public static Optional<TraceFilter> of(QueryParameters given) {
        String q = given.firstOr("q", "");
        if (q.isBlank()) {
            return Optional.empty();
        }
        int below = depth(given, "match_depth", 0);
        boolean above = flag(given, "keep_hierarchy");
        return Optional.of(
                TraceFilter.of(q, below, above ? depth(given, "ancestor_depth", TraceFilter.ALL_LEVELS) : 0));
    }

    private static int depth(QueryParameters given, String name, int fallback) {
        String text = given.firstOr(name, Integer.toString(fallback));
        try {
            int depth = Integer.parseInt(text);
            if (depth >= TraceFilter.ALL_LEVELS) {
                return depth;
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw refused(name + " is '" + Shown.of(text) + "'; expected a number of levels, -1 for all");
    }

    private static boolean flag(QueryParameters given, String name) {
        String text = given.firstOr(name, "false");
        return switch (text) {
            case "true", "True", "TRUE", "t", "T", "1" -> true;
            case "false", "False", "FALSE", "f", "F", "0" -> false;
            default -> throw refused(name + " is '" + Shown.of(text) + "'; expected true or false");
        };
    }

    private static BackendException refused(String message) {
        return BackendException.badRequest("invalid_trace_filter", message);
    }
}
