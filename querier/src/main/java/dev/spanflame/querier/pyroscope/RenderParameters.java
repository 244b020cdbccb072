package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.ProfileIds;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.StackPattern;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.pyroscope.AtTime;
import dev.spanflame.querier.pyroscope.ProfileQueries.Asked;
import dev.spanflame.querier.pyroscope.ProfileQueries.Drawing;
import dev.spanflame.querier.pyroscope.ProfileQueries.Selected;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Reads the parameters that the plain HTTP endpoints share.
record RenderParameters(QueryParameters query, InstantSource clock) {
    private static final long LAST_HOUR = 3_600_000;
    private static final long MILLI = 1_000_000;

    /// What the parameters `query`, `from`, `until` say, or with a prefix `leftQuery`, `leftFrom`,
    /// `leftUntil`.
    Asked asked(String prefix) {
        Window window = window(name(prefix, "from"), name(prefix, "until"));
        Drawing drawing = new Drawing(filter(), query.all("callSite"), maxNodes(), within());
        return new Asked(selected(query.firstOr(name(prefix, "query"), ""), window), drawing);
    }

    /// The stacks in which a function matches `matching`, which stands alone.
    Optional<StackPattern> within() {
        String expression = query.firstOr("matching", "");
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        if (!query.all("callSite").isEmpty()) {
            throw BackendException.badRequest(
                    "conflicting_functions", "'matching' and 'callSite' are both given; give one of them");
        }
        return Optional.of(StackPattern.Matching.parse(expression));
    }

    private static String name(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private SampleFilter filter() {
        List<String> profiles = query.all("profileId");
        List<String> spans = query.all("spanId");
        List<String> traces = query.all("traceId");
        if (profiles.isEmpty()) {
            return SampleIds.filter(spans, traces);
        }
        if (!spans.isEmpty() || !traces.isEmpty()) {
            throw BackendException.badRequest(
                    "conflicting_selectors", "'profileId' cannot be used together with 'spanId' or 'traceId'");
        }
        return ProfileIds.filter(profiles);
    }

    /// `query` is a selector whose name is the profile type:
    /// `process_cpu:cpu:nanoseconds:cpu:nanoseconds{...}`.
    private static Selected selected(String query, Window window) {
        int braces = query.indexOf('{');
        String type = (braces < 0 ? query : query.substring(0, braces)).strip();
        if (type.isEmpty()) {
            throw BackendException.badRequest(
                    "missing_query",
                    "parameter 'query' has no profile type; expected for example"
                            + " process_cpu:cpu:nanoseconds:cpu:nanoseconds{service_name=\"checkout\"}");
        }
        return Selected.parse(type, braces < 0 ? "{}" : query.substring(braces), window);
    }

    /// The time between two parameters; a missing one is now.
    Window window(String from, String until) {
        long now = TimeRange.nanosOf(clock.instant());
        long start = Math.floorDiv(AtTime.parse(query.firstOr(from, ""), now), MILLI);
        long end = Math.floorDiv(AtTime.parse(query.firstOr(until, ""), now), MILLI);
        if (start == end) {
            throw BackendException.badRequest(
                    "missing_time_range",
                    "'" + from + "' and '" + until + "' are the same instant; expected a range of time");
        }
        return Window.of(start, end);
    }

    /// The same; without either of them the last hour.
    Window windowOrLastHour(String from, String until) {
        if (query.firstOr(from, "").isBlank() && query.firstOr(until, "").isBlank()) {
            long now = clock.millis();
            return Window.of(now - LAST_HOUR, now);
        }
        return window(from, until);
    }

    /// What is no number counts as none.
    int maxNodes() {
        return MaxNodes.of(wantedNodes());
    }

    /// The same where as much as possible is wanted unless it says otherwise.
    int maxNodesOrMost() {
        return MaxNodes.orMost(wantedNodes());
    }

    private long wantedNodes() {
        try {
            return Long.parseLong(query.firstOr("max-nodes", query.firstOr("maxNodes", "0")));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
