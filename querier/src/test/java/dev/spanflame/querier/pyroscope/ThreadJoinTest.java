package dev.spanflame.querier.pyroscope;

import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.CPU;
import static dev.spanflame.querier.pyroscope.SpanFlameGraphsTest.flushed;
import static dev.spanflame.querier.pyroscope.SpanFlameGraphsTest.get;
import static dev.spanflame.querier.pyroscope.SpanFlameGraphsTest.text;
import static dev.spanflame.querier.pyroscope.SpanFlameGraphsTest.traceQl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.links.Links;
import dev.spanflame.querier.profiles.TestProfiles;
import dev.spanflame.querier.tempo.Shop;
import dev.spanflame.querier.traces.TestStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Samples that know their thread and time, but no span: requests on two threads, one after the other, 100
/// ms each; every second one is to `/slow`.
final class ThreadJoinTest {
    private static final String GRAPH = "/api/v2/flamegraph";
    private static final int REQUESTS = 10;
    private static final long MILLI = 1_000_000;

    private final List<Route> live = routes(new TestProfiles().live(profile("shop")));
    private final List<Route> flushed = routes(flushed(profile("shop")));

    private static ProfileBatch profile(String service) {
        Collapsed profile = Collapsed.of(service, Shop.START / MILLI);
        for (int i = 0; i < REQUESTS; i++) {
            String leaf = i % 2 == 0 ? "render" : "read";
            for (int sample = 0; sample < 100; sample += 10) {
                profile.on("worker-" + i % 3, Shop.START + (i * 100L + sample) * MILLI, "main;serve;" + leaf, 1);
            }
        }
        // between requests, and on a thread without any
        profile.on("worker-0", Shop.START + 5_000 * MILLI, "main;idle", 500);
        profile.on("collector", Shop.START + 50 * MILLI, "main;collect", 500);
        return profile.batch();
    }

    private static List<Route> routes(TestProfiles profiles) {
        List<Trace> traces = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            List<Attribute> attributes = List.of(
                    Attribute.of("http.route", i % 2 == 0 ? "/slow" : "/fast"),
                    Attribute.of("thread.name", "worker-" + i % 3));
            TraceId id = new TraceId(7, i + 1L);
            traces.add(Shop.in("shop", Shop.span(id, i + 1, 0, "GET", Span.KIND_SERVER, i * 100L, 100, 0, attributes)));
        }
        TestStore store = new TestStore();
        store.addLive(Tenant.ANONYMOUS, 1, traces);
        PyroscopeApi api = new PyroscopeApi(
                profiles.store(),
                () -> Instant.ofEpochSecond(1_700_000_100),
                1 << 20,
                new PyroscopeApi.Sources(Optional.of(store.store()), profiles.natives(), Links.OWN));
        List<Route> all = new ArrayList<>(api.routes());
        all.addAll(api.spanRoutes(store.store()));
        return all;
    }

    private String ask(String path, String query) throws Exception {
        String answer = text(get(live, path, query));
        assertThat(text(get(flushed, path, query))).isEqualTo(answer);
        return answer;
    }

    @Test
    void theSamplesOfAThreadBelongToTheSpanThatRanOnIt() throws Exception {
        String slow = traceQl("q", "{ span.http.route = \"/slow\" }");
        assertThat(ask(GRAPH, slow + "&format=folded")).isEqualTo("main;serve;render 50\n");
        assertThat(ask(GRAPH, traceQl("q", "{ span.http.route =~ \"/.*\" }") + "&format=folded"))
                .isEqualTo("main;serve;read 50\nmain;serve;render 50\n");
        String sorted = traceQl("q", "{ span.http.route = \"/fast\" } | order_by(duration)");
        assertThat(ask(GRAPH, sorted + "&format=folded")).isEqualTo("main;serve;read 50\n");
    }

    @Test
    void slowAndFastRequestsAreCompared() throws Exception {
        String query = traceQl("left", "{ span.http.route = \"/fast\" }") + "&"
                + traceQl("right", "{ span.http.route = \"/slow\" }");
        assertThat(ask(GRAPH + "/diff", query)).contains("\"leftTicks\":50,\"rightTicks\":50");
    }

    @Test
    void aFrameLeadsBackToTheTraces() throws Exception {
        assertThat(ask(GRAPH + "/spans", "function=render&limit=1"))
                .contains(
                        "\"traceID\":\"00000000000000070000000000000001\",\"spanID\":\"0000000000000001\","
                                + "\"value\":10",
                        "\"spanCount\":5",
                        "\"total\":50");
        String fast = traceQl("q", "{ span.http.route = \"/fast\" }");
        assertThat(ask(GRAPH + "/spans", "function=serve&" + fast)).contains("\"spanCount\":5");
        assertThat(ask(GRAPH + "/spans", "function=idle")).contains("\"spanCount\":0");
        assertThat(ask(GRAPH + "/spans", "function=render&limit=1&links=true"))
                .contains("\"_links\":{\"trace\":{\"href\":\"/api/v2/traces/00000000000000070000000000000001\"}");
    }

    @Test
    void spanProfilesFallBackToThreads() throws Exception {
        String render = "from=1700000000&until=1700000100&query=" + CPU + "%7Bservice_name%3D%22shop%22%7D";
        assertThat(ask("/render", render + "&spanId=0000000000000003&format=folded"))
                .isEqualTo("main;serve;render 10\n");
        assertThat(ask("/render", render + "&traceId=00000000000000070000000000000002&format=folded"))
                .isEqualTo("main;serve;read 10\n");
        assertThat(ask("/render", render + "&spanId=0000000000000003")).contains("\"numTicks\":10", "\"samples\":[10");
        assertThat(ask("/render", render + "&spanId=00000000000000ff&format=folded"))
                .isEmpty();
    }

    @Test
    void stacksAreChosenByARegularExpression() throws Exception {
        String render = "from=1700000000&until=1700000100&query=" + CPU + "%7Bservice_name%3D%22shop%22%7D";
        assertThat(ask("/render", render + "&matching=%5Eren&format=folded")).isEqualTo("main;serve;render 50\n");
        assertThat(ask("/render", render + "&matching=%5Eren")).contains("\"numTicks\":50", "\"samples\":[50");
        assertThat(get(live, "/render", render + "&matching=%5Eren&format=pprof")
                        .status())
                .isEqualTo(200);
        String all = traceQl("q", "{}") + "&format=folded";
        assertThat(ask(GRAPH, all + "&matching=read")).isEqualTo("main;serve;read 50\n");
        assertThatThrownBy(() -> get(live, "/render", render + "&matching=a&callSite=main"))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }

    @Test
    void anotherServiceOrInstanceIsNotMeant() throws Exception {
        String all = traceQl("q", "{}") + "&format=folded";
        List<Route> cart = routes(new TestProfiles().live(profile("cart")));
        assertThat(text(get(cart, GRAPH, all))).isEmpty();
        ProfileBatch elsewhere = profile("shop");
        elsewhere.setLabels(elsewhere.labels().with("host.name", "b"));
        assertThat(text(get(routes(new TestProfiles().live(elsewhere)), GRAPH, all)))
                .isEmpty();
    }

    @Test
    void answersLeadToTheirTraces() throws Exception {
        String slow = "{ span.http.route = \"/slow\" }";
        String href = "/api/search?q="
                + URLEncoder.encode(slow, StandardCharsets.UTF_8).replace("+", "%20")
                + "&start=1700000000&end=1700000100";
        HttpReply html = get(live, GRAPH, traceQl("q", slow) + "&format=html&links=true");
        assertThat(html.headers()).containsEntry("Link", "<" + href + ">; rel=\"related\"; title=\"traces\"");
        HttpReply json = get(live, GRAPH, traceQl("q", slow) + "&links=true");
        assertThat(text(json)).endsWith("\"_links\":{\"traces\":{\"href\":\"" + href + "\"}}}");
        assertThat(get(live, GRAPH, traceQl("q", slow)).headers()).doesNotContainKey("Link");
        String render = "from=1700000000&until=1700000100&query=" + CPU + "%7Bservice_name%3D%22shop%22%7D&links=true";
        assertThat(text(get(live, "/render", render)))
                .contains("q=%7B%20resource.service.name%20%3D%20%22shop%22%20%7D");
        assertThat(text(get(live, "/render", render + "&spanId=00000000000000AB")))
                .contains("q=%7B%20span%3Aid%20%3D%20%2200000000000000ab%22%20%7D");
    }
}
