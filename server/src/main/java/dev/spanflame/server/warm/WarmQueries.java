package dev.spanflame.server.warm;

import dev.spanflame.load.query.Queries;
import dev.spanflame.load.trace.LoadIds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The questions that warm a process up: each kind that Grafana asks.
final class WarmQueries {
    /// The endpoint for a trace by id.
    static final String TRACE = "/api/v2/traces/{id}";

    private static final List<String> MORE_SEARCHES = List.of(
            "{ resource.service.name = \"cart\" } ~ { status = error }",
            "{ resource.service.name = \"cart\" } | avg(duration) > 4ms",
            "{ status = error } | by(resource.service.name) | count() > 2",
            "{ status = error } | select(span.http.route, resource.k8s.pod.name)",
            "{ nestedSetParent < 0 && status = error }");

    private static final List<String> METRICS = List.of(
            "{ } | rate() by (resource.service.name)",
            "{ } | rate()",
            "{ status = error } | rate() by (resource.service.name) | topk(10)",
            "{ } | quantile_over_time(duration, .5, .9, .99) by (resource.service.name)",
            "{ } | histogram_over_time(duration)",
            "{ } | compare({ status = error })",
            "{ kind = server } | count_over_time() by (name)",
            "{ } | avg_over_time(duration) by (span.http.route)",
            "{ } | max_over_time(span.db.rows) by (span.db.sql.table)",
            "{ resource.service.name = \"frontend\" } >> { span.db.system.name = \"redis\" } | rate()");

    private static final List<String> NAMES =
            List.of("resource.service.name", "name", "status", "span.enduser.id", "span.http.route");

    private static final int TRACES_A_ROUND = 24;
    private static final int MISSING_A_ROUND = 4;
    private static final int OTHERS = 1_000;
    private static final int SEARCHES_BY_PORT = 6;

    private final MadeSpans spans;
    private final String window;
    private final List<Question> all = new ArrayList<>();

    /// A call of the endpoint with this pattern.
    record Question(String pattern, String path, Map<String, String> pathParameters, String query) {}

    private WarmQueries(MadeSpans spans) {
        this.spans = spans;
        long end = TimeUnit.NANOSECONDS.toSeconds(spans.times().endNanos());
        long length = TimeUnit.NANOSECONDS.toSeconds(spans.times().lengthNanos());
        window = "start=" + (end - length) + "&end=" + (end + 1);
    }

    /// One of each kind, of traces by id some; `round` chooses which.
    static List<Question> of(MadeSpans spans, int round) {
        WarmQueries queries = new WarmQueries(spans);
        queries.addTraces(round);
        Queries.searches().values().forEach(queries::addSearch);
        MORE_SEARCHES.forEach(queries::addSearch);
        METRICS.forEach(queries::addMetrics);
        queries.add("/api/metrics/query", Map.of(), "q=" + encoded(METRICS.getFirst()) + "&" + queries.window);
        queries.add("/api/v2/search/tags", Map.of(), queries.window);
        NAMES.forEach(queries::addValues);
        return queries.all;
    }

    /// Those that are answered soon, to ask them over a connection; `round` chooses which.
    static List<Question> small(MadeSpans spans, int round) {
        WarmQueries queries = new WarmQueries(spans);
        // others than without a connection
        queries.addTraces(round + OTHERS);
        Queries.searches().values().stream().limit(SEARCHES_BY_PORT).forEach(queries::addSearch);
        queries.add("/api/v2/search/tags", Map.of(), queries.window);
        queries.addValues("resource.service.name");
        return queries.all;
    }

    private void addValues(String name) {
        add("/api/v2/search/tag/{name:*}/values", Map.of("name", name), window);
    }

    /// A trace is small: it takes many until the compiler has seen enough.
    private void addTraces(int round) {
        for (int i = 0; i < TRACES_A_ROUND; i++) {
            long trace = Long.remainderUnsigned(LoadIds.mix((long) round * TRACES_A_ROUND + i), spans.traces());
            addTrace(LoadIds.trace(MadeSpans.SEED, trace).hex());
        }
        for (int i = 0; i < MISSING_A_ROUND; i++) {
            addTrace(LoadIds.trace(~MadeSpans.SEED, (long) round * MISSING_A_ROUND + i)
                    .hex());
        }
    }

    private void addTrace(String id) {
        add(TRACE, Map.of("id", id), "");
    }

    private void addSearch(String query) {
        add("/api/search", Map.of(), "q=" + encoded(query) + "&limit=20&" + window);
    }

    private void addMetrics(String query) {
        add("/api/metrics/query_range", Map.of(), "q=" + encoded(query) + "&step=60s&" + window);
    }

    private void add(String pattern, Map<String, String> pathParameters, String query) {
        String path = pattern;
        for (Map.Entry<String, String> parameter : pathParameters.entrySet()) {
            path = path.replaceFirst("\\{" + parameter.getKey() + "[^}]*}", parameter.getValue());
        }
        all.add(new Question(pattern, path, pathParameters, query));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
