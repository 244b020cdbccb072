package dev.spanflame.load.query;

import com.google.protobuf.MessageLite;
import dev.spanflame.load.send.HostPort;
import dev.spanflame.load.trace.LoadIds;
import dev.spanflame.load.trace.Shop;
import dev.spanflame.proto.querier.v1.ProfileTypesRequest;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesRequest;
import dev.spanflame.proto.querier.v1.SelectSeriesRequest;
import dev.spanflame.proto.querier.v1.SeriesRequest;
import dev.spanflame.proto.types.v1.LabelNamesRequest;
import dev.spanflame.proto.types.v1.LabelValuesRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The queries that are asked about the data of `load traces` and `load profiles`, by the APIs that Grafana uses.
public final class Queries {
    private static final String CPU = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";
    private static final int MAX_NODES = 8_192;
    private static final int MISSING = 77;

    private final QueryTarget target;
    private final List<Query> all = new ArrayList<>();

    private Queries(QueryTarget target) {
        this.target = target;
    }

    /// All queries; those in `more` are TraceQL searches to add, by name.
    public static List<Query> of(QueryTarget target, Map<String, String> more) {
        Queries queries = new Queries(target);
        queries.addTraces();
        searches().forEach(queries::addSearch);
        more.forEach(queries::addSearch);
        queries.addTags();
        queries.addProfiles();
        return List.copyOf(queries.all);
    }

    private void addTraces() {
        all.add(new Query("trace json", i -> trace(id(i), "application/json")));
        all.add(new Query("trace protobuf", i -> trace(id(i), "application/protobuf")));
        String missing = LoadIds.trace(~target.seed(), MISSING).hex();
        all.add(new Query("trace missing", _ -> trace(missing, "application/protobuf")));
    }

    /// Ids all over the load, in no order.
    private String id(int repetition) {
        long trace = Long.remainderUnsigned(LoadIds.mix(repetition + 1L), Math.max(1, target.traces()));
        return LoadIds.trace(target.seed(), trace).hex();
    }

    private HttpRequest trace(String id, String accept) {
        return get(target.tempo(), "/api/v2/traces/" + id)
                .header("Accept", accept)
                .build();
    }

    /// The searches among them, by name.
    public static Map<String, String> searches() {
        Map<String, String> searches = new LinkedHashMap<>();
        searches.put("search all", "{ }");
        searches.put("search service", "{ resource.service.name = \"checkout\" }");
        searches.put("search status code", "{ span.http.response.status_code = 503 }");
        searches.put("search user, none", "{ span.enduser.id = \"nobody\" }");
        searches.put("search user", "{ span.enduser.id = \"user-4711\" }");
        searches.put("search name regex", "{ name =~ \"GET /api/v1/ca.*\" }");
        searches.put("search slow", "{ duration > 500ms }");
        searches.put("search error of service", "{ status = error && resource.service.name = \"cart\" }");
        searches.put(
                "search three conditions",
                "{ resource.service.namespace = \"shop\" && span.http.route = \"/api/v1/cart\" && duration > 2ms }");
        searches.put(
                "search descendant", "{ resource.service.name = \"frontend\" } >> { span.db.system.name = \"redis\" }");
        searches.put("search child error", "{ resource.service.name = \"cart\" } > { status = error }");
        searches.put("search count", "{ resource.service.name = \"cart\" } | count() > 5");
        searches.put("search exception", "{ event.exception.type = \"java.io.IOException\" }");
        searches.put("search root", "{ rootServiceName = \"frontend\" && traceDuration > 100ms }");
        searches.put("search unscoped", "{ .db.system.name = \"postgresql\" && .k8s.namespace.name = \"payments\" }");
        searches.put(
                "search two spans",
                "{ resource.service.name = \"fraud-check\" } && { resource.service.name = \"mailer\" }");
        return searches;
    }

    private void addSearch(String name, String traceql) {
        String path = "/api/search?q=" + URLEncoder.encode(traceql, StandardCharsets.UTF_8) + "&limit=20&" + seconds();
        all.add(new Query(name, _ -> get(target.tempo(), path).build()));
    }

    private void addTags() {
        addGet("tag names", "/api/v2/search/tags?" + seconds());
        addGet("tag values service", "/api/v2/search/tag/resource.service.name/values?" + seconds());
        addGet("tag values route", "/api/v2/search/tag/span.http.route/values?" + seconds());
        addGet("tag values user", "/api/v2/search/tag/span.enduser.id/values?" + seconds());
    }

    private void addGet(String name, String path) {
        all.add(new Query(name, _ -> get(target.tempo(), path).build()));
    }

    private String seconds() {
        return "start=" + TimeUnit.NANOSECONDS.toSeconds(target.startNanos()) + "&end="
                + (TimeUnit.NANOSECONDS.toSeconds(target.endNanos()) + 1);
    }

    private void addProfiles() {
        long start = TimeUnit.NANOSECONDS.toMillis(target.startNanos());
        long end = TimeUnit.NANOSECONDS.toMillis(target.endNanos()) + 1;
        addCall(
                "profile types",
                "ProfileTypes",
                ProfileTypesRequest.newBuilder().setStart(start).setEnd(end).build());
        addCall(
                "label names",
                "LabelNames",
                LabelNamesRequest.newBuilder().setStart(start).setEnd(end).build());
        addCall(
                "label values",
                "LabelValues",
                LabelValuesRequest.newBuilder()
                        .setName("service_name")
                        .setStart(start)
                        .setEnd(end)
                        .build());
        addCall(
                "series",
                "Series",
                SeriesRequest.newBuilder()
                        .addLabelNames("service_name")
                        .addLabelNames("__profile_type__")
                        .setStart(start)
                        .setEnd(end)
                        .build());
        addCall(
                "select series",
                "SelectSeries",
                SelectSeriesRequest.newBuilder()
                        .setProfileTypeID(CPU)
                        .setLabelSelector("{}")
                        .addGroupBy("service_name")
                        .setStep(15)
                        .setStart(start)
                        .setEnd(end)
                        .build());
        addFlameGraph("flame graph all", "{}", start, end);
        String service = Shop.serviceNames().getFirst();
        addFlameGraph("flame graph service", "{service_name=\"" + service + "\"}", start, end);
        String query = URLEncoder.encode(CPU + "{service_name=\"" + service + "\"}", StandardCharsets.UTF_8);
        String path = "/pyroscope/render?query=" + query + "&from=" + start + "&until=" + end;
        all.add(new Query("render service", _ -> get(target.pyroscope(), path).build()));
    }

    private void addFlameGraph(String name, String selector, long start, long end) {
        addCall(
                name,
                "SelectMergeStacktraces",
                SelectMergeStacktracesRequest.newBuilder()
                        .setProfileTypeID(CPU)
                        .setLabelSelector(selector)
                        .setStart(start)
                        .setEnd(end)
                        .setMaxNodes(MAX_NODES)
                        .build());
    }

    private void addCall(String name, String method, MessageLite message) {
        URI uri = URI.create("http://" + target.pyroscope() + "/querier.v1.QuerierService/" + method);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/proto")
                .timeout(target.timeout())
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.toByteArray()))
                .build();
        all.add(new Query(name, _ -> request));
    }

    private HttpRequest.Builder get(HostPort host, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + host + path)).timeout(target.timeout());
    }
}
