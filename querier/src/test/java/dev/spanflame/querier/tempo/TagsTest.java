package dev.spanflame.querier.tempo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.traces.TestStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TagsTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;
    private static final String METRICS =
            "\"metrics\":{\"totalJobs\":1,\"completedJobs\":1,\"totalBlocks\":1,\"totalBlockBytes\":\"100\"}}";
    private static final String INTRINSICS = "{\"name\":\"intrinsic\",\"tags\":[\"duration\",\"name\",\"status\","
            + "\"statusMessage\",\"kind\",\"rootServiceName\",\"rootName\",\"traceDuration\",\"event:name\","
            + "\"event:timeSinceStart\",\"link:spanID\",\"link:traceID\",\"instrumentation:name\","
            + "\"instrumentation:version\",\"trace:id\",\"span:id\",\"span:parentID\",\"span:status\","
            + "\"span:statusMessage\",\"span:duration\",\"span:name\",\"span:kind\",\"trace:rootName\","
            + "\"trace:rootService\",\"trace:duration\"]}";

    private final TestStore stored = new TestStore();

    @BeforeEach
    void store() throws IOException {
        stored.addBlock(TENANT, 1, List.of(Shop.cartRoot(), Shop.lost()));
        stored.addLive(TENANT, List.of(Shop.cartQuery()));
    }

    @Test
    void namesComeByScope() throws Exception {
        assertThat(text("/api/v2/search/tags"))
                .isEqualTo("{\"scopes\":[{\"name\":\"resource\",\"tags\":[\"service.name\"]},{\"name\":\"span\","
                        + "\"tags\":[\"db.cached\",\"db.statement\",\"http.response.status_code\",\"http.route\","
                        + "\"odd/key with blank\",\"queue\"]}," + INTRINSICS + "]," + METRICS);
        assertThat(text("/api/v2/search/tags?scope=intrinsic"))
                .startsWith("{\"scopes\":[" + INTRINSICS + "],\"metrics\":{");
        assertThat(text("/api/v2/search/tags?scope=resource"))
                .isEqualTo("{\"scopes\":[{\"name\":\"resource\",\"tags\":[\"service.name\"]}]," + METRICS);
        assertThat(text("/api/v2/search/tags?scope=event")).isEqualTo("{\"scopes\":[]," + METRICS);
    }

    @Test
    void namesAreNarrowedByQueryWindowAndLimit() throws Exception {
        String span = "/api/v2/search/tags?scope=span";
        assertThat(text(span + "&q=%7Bname%3D%22job%22%7D")).contains("[\"queue\"]");
        assertThat(text(span + "&q=%7Bname%3D%22job%22+%26%26+foo")).contains("[\"queue\"]");
        assertThat(text(span + "&start=1700000060&end=1700000061")).contains("[\"queue\"]");
        assertThat(text(span + "&start=1&end=2")).doesNotContain("queue");
        assertThat(text(span + "&limit=2")).containsPattern("\"tags\":\\[\"[^\"]*\",\"[^\"]*\"\\]");
        assertThat(text(span + "&limit=many")).contains("queue", "db.cached");
    }

    @Test
    void theFirstVersionListsNamesAlone() throws Exception {
        assertThat(text("/api/search/tags"))
                .isEqualTo("{\"tagNames\":[\"db.cached\",\"db.statement\",\"http.response.status_code\",\"http.route\","
                        + "\"odd/key with blank\",\"queue\",\"service.name\"]," + METRICS);
        assertThat(text("/api/search/tags?scope=resource")).isEqualTo("{\"tagNames\":[\"service.name\"]," + METRICS);
        assertThat(text("/api/search/tags?scope=intrinsic")).contains("\"traceDuration\"");
        assertThat(text("/api/search/tags?scope=event")).isEqualTo("{\"tagNames\":[]," + METRICS);
        assertThat(text("/api/search/tags?limit=2"))
                .matches("\\{\"tagNames\":\\[\"[^\",]*\",\"[^\",]*\"\\],\"metrics.*");
    }

    @Test
    void valuesHaveTypes() throws Exception {
        assertThat(text("/api/v2/search/tag/resource.service.name/values"))
                .isEqualTo("{\"tagValues\":[{\"type\":\"string\",\"value\":\"db\"},{\"type\":\"string\","
                        + "\"value\":\"shop\"},{\"type\":\"string\",\"value\":\"worker\"}]," + METRICS);
        assertThat(text("/api/v2/search/tag/span.http.response.status_code/values"))
                .isEqualTo("{\"tagValues\":[{\"type\":\"int\",\"value\":\"200\"}]," + METRICS);
        assertThat(text("/api/v2/search/tag/.db.cached/values")).contains("[{\"type\":\"bool\",\"value\":\"true\"}]");
        assertThat(text("/api/v2/search/tag/name/values")).contains("GET /cart", "query", "job");
        assertThat(text("/api/v2/search/tag/span.nobody/values")).isEqualTo("{\"tagValues\":[]," + METRICS);
        assertThat(text("/api/v2/search/tag/duration/values")).startsWith("{\"tagValues\":[],\"metrics\"");
    }

    @Test
    void statusAndKindAreFixedWords() throws Exception {
        assertThat(text("/api/v2/search/tag/status/values"))
                .contains("{\"type\":\"keyword\",\"value\":\"error\"}", "\"ok\"", "\"unset\"");
        assertThat(text("/api/v2/search/tag/kind/values"))
                .contains("{\"type\":\"keyword\",\"value\":\"server\"}", "\"consumer\"");
    }

    @Test
    void namesOfAnyCharacterAreFound() throws Exception {
        String expected = "{\"tagValues\":[{\"type\":\"string\",\"value\":\"x\"}]," + METRICS;
        assertThat(text("/api/v2/search/tag/span.odd%2Fkey%20with%20blank/values"))
                .isEqualTo(expected);
        assertThat(text("/api/v2/search/tag/span.odd/key%20with%20blank/values"))
                .isEqualTo(expected);
        assertThat(text("/api/v2/search/tag/span.%22odd%2Fkey%20with%20blank%22/values"))
                .isEqualTo(expected);
        assertThat(text("/api/search/tag/odd%2Fkey%20with%20blank/values"))
                .isEqualTo("{\"tagValues\":[\"x\"]," + METRICS);
    }

    @Test
    void valuesAreNarrowedByQueryWindowAndLimit() throws Exception {
        String names = "/api/v2/search/tag/resource.service.name/values";
        assertThat(text(names + "?q=%7Bstatus%3Derror%7D")).contains("db").doesNotContain("shop", "worker");
        assertThat(text(names + "?q=%7B%7D")).contains("db", "shop", "worker");
        assertThat(text(names + "?start=1700000060&end=1700000061&tag=x"))
                .contains("worker")
                .doesNotContain("shop");
        HttpReply cut = api().get(names + "?limit=1", "");
        assertThat(cut.headers()).containsEntry("X-Spanflame-Truncated", "true");
        assertThat(new String(ApiCalls.bytes(cut), StandardCharsets.UTF_8)).containsOnlyOnce("\"type\"");
    }

    @Test
    void aListOfNamesThatWasCutSaysSo() throws Exception {
        for (String path : List.of("/api/search/tags", "/api/v2/search/tags")) {
            assertThat(api().get(path + "?limit=2", "").headers()).containsEntry("X-Spanflame-Truncated", "true");
            assertThat(api().get(path, "").headers()).doesNotContainKey("X-Spanflame-Truncated");
        }
    }

    @Test
    void valuesComeInTheFormForLanguageModels() throws Exception {
        HttpReply reply = api().get("/api/v2/search/tag/resource.service.name/values", "application/vnd.grafana.llm");
        assertThat(reply.headers()).containsEntry("Content-Type", "application/vnd.grafana.llm+json");
        assertThat(new String(ApiCalls.bytes(reply), StandardCharsets.UTF_8))
                .isEqualTo("{\"tagValues\":{\"string\":[\"db\",\"shop\",\"worker\"]},\"metrics\":{}}");
        assertThat(api().get("/api/v2/search/tags", "application/vnd.grafana.llm")
                        .headers())
                .containsEntry("Content-Type", "application/json");
    }

    @Test
    void theFirstVersionListsTextsOfAnyScope() throws Exception {
        assertThat(text("/api/search/tag/service.name/values"))
                .isEqualTo("{\"tagValues\":[\"db\",\"shop\",\"worker\"]," + METRICS);
        assertThat(text("/api/search/tag/span.http.route/values")).contains("[\"/cart\"]");
        assertThat(text("/api/search/tag/root.name/values")).contains("\"GET /cart\"");
        assertThat(text("/api/search/tag/status.code/values")).contains("\"error\"", "\"ok\"", "\"unset\"");
        assertThat(text("/api/search/tag/error/values"))
                .isEqualTo("{\"tagValues\":[\"true\"],\"metrics\":{\"totalJobs\":1,\"completedJobs\":1}}");
    }

    @Test
    void whatCannotBeUsedIsRefused() {
        for (String url : List.of(
                "/api/v2/search/tags?scope=nowhere",
                "/api/search/tags?scope=nowhere",
                "/api/v2/search/tags?start=5",
                "/api/v2/search/tags?start=x&end=7",
                "/api/v2/search/tag/nobody/values",
                "/api/v2/search/tag/parent/values",
                "/api/v2/search/tag/span.a/values?end=7",
                "/api/v2/search/tag/span.a/values?q=" + "x".repeat(200_000))) {
            assertThatThrownBy(() -> api().get(url, ""))
                    .as(url.substring(0, Math.min(50, url.length())))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
        }
    }

    @Test
    void aLookUpEndsWhenTheCallerGoesOrTimeIsOver() {
        assertThatThrownBy(() -> api().cancelledBy(() -> true).get("/api/v2/search/tags", ""))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
        QueryGate hurried = new QueryGate(new QueryLimits(1, 1, Duration.ofNanos(1), 1 << 20));
        assertThatThrownBy(() -> api(hurried).get("/api/v2/search/tag/name/values", ""))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT));
    }

    @Test
    void aNameWithoutScopeIsRefusedWithWhatWouldBeRight() {
        assertThatThrownBy(() -> text("/api/v2/search/tag/service.name/values"))
                .hasMessageContaining("please provide a valid tagName: 'service.name'")
                .hasMessageContaining("write .service.name");
    }

    private String text(String url) throws Exception {
        return api().text(url);
    }

    private ApiCalls api() {
        return api(new QueryGate(QueryLimits.defaults()));
    }

    private ApiCalls api(QueryGate gate) {
        BuildInfo build = new BuildInfo("0.1", "abc", "main", "today");
        return new ApiCalls(new TempoApi(stored.store(), gate, build).routes(), List.of(TENANT), () -> false);
    }
}
