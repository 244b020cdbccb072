package dev.spanflame.querier.tempo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.proto.tempopb.PartialStatus;
import dev.spanflame.proto.tempopb.Trace;
import dev.spanflame.proto.tempopb.TraceByIDResponse;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.traces.TestStore;
import dev.spanflame.querier.traces.TraceStoreSettings;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TraceByIdTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;
    private static final Tenant OTHER = new Tenant("other");
    private static final String PROTOBUF = "application/protobuf";
    private static final String CART_GROUPS = "[{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
            + "\"value\":{\"stringValue\":\"shop\"}}]},\"scopeSpans\":[{\"scope\":{\"name\":\"lib\",\"version\":\"1.0\"},"
            + "\"spans\":[{\"traceId\":\"AAAAAAAAAAAAAAAAAKvN7w==\",\"spanId\":\"AAAAAAAAABE=\",\"name\":\"GET /cart\","
            + "\"kind\":\"SPAN_KIND_SERVER\",\"startTimeUnixNano\":\"1700000001000000000\","
            + "\"endTimeUnixNano\":\"1700000001100000000\",\"attributes\":[{\"key\":\"http.response.status_code\","
            + "\"value\":{\"intValue\":\"200\"}},{\"key\":\"http.route\",\"value\":{\"stringValue\":\"/cart\"}}],"
            + "\"status\":{}}]}]},{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
            + "\"value\":{\"stringValue\":\"db\"}}]},\"scopeSpans\":[{\"scope\":{\"name\":\"lib\",\"version\":\"1.0\"},"
            + "\"spans\":[{\"traceId\":\"AAAAAAAAAAAAAAAAAKvN7w==\",\"spanId\":\"AAAAAAAAABI=\","
            + "\"parentSpanId\":\"AAAAAAAAABE=\",\"name\":\"query\",\"kind\":\"SPAN_KIND_CLIENT\","
            + "\"startTimeUnixNano\":\"1700000001010000000\",\"endTimeUnixNano\":\"1700000001050000000\","
            + "\"attributes\":[{\"key\":\"db.cached\",\"value\":{\"boolValue\":true}},{\"key\":\"db.statement\","
            + "\"value\":{\"stringValue\":\"select 1\"}},{\"key\":\"odd/key with blank\","
            + "\"value\":{\"stringValue\":\"x\"}}],\"status\":{\"code\":\"STATUS_CODE_ERROR\"}}]}]}]";

    private final TestStore stored = new TestStore();

    @Test
    void aTraceInALiveRunAndABlockComesWhole() throws Exception {
        stored.addBlock(TENANT, 1, List.of(Shop.cartQuery()));
        stored.addLive(TENANT, List.of(Shop.cartRoot(), Shop.lost()));

        assertThat(api().text("/api/traces/abcdef")).isEqualTo("{\"batches\":" + CART_GROUPS + "}");
        assertThat(api().text("/api/v2/traces/abcdef"))
                .isEqualTo("{\"trace\":{\"resourceSpans\":" + CART_GROUPS + "},\"metrics\":{}}");
    }

    @Test
    void aSpanStoredTwiceComesOnceAndOneThatDiffersComesToo() throws Exception {
        stored.addBlock(TENANT, 1, List.of(Shop.cartQuery(), Shop.cartRoot()));
        stored.addLive(TENANT, List.of(Shop.cartRoot()));
        stored.addLive(
                TENANT,
                List.of(Shop.in(
                        "other",
                        Shop.cartRoot()
                                .resourceSpans()
                                .getFirst()
                                .scopeSpans()
                                .getFirst()
                                .spans()
                                .getFirst())));

        TraceByIDResponse found =
                TraceByIDResponse.parseFrom(ApiCalls.bytes(api().get("/api/v2/traces/abcdef", PROTOBUF)));

        assertThat(services(found.getTrace())).containsExactlyInAnyOrder("shop", "db", "other");
    }

    @Test
    void idsMayBeShortPaddedOrUpperCase() throws Exception {
        stored.addLive(TENANT, List.of(Shop.cartRoot(), Shop.cartQuery()));
        String expected = api().text("/api/traces/abcdef");

        for (String id : List.of("ABCDEF", "0abcdef", "00000000000000000000000000abcdef", "0000000000abcdef")) {
            assertThat(api().text("/api/traces/" + id)).as(id).isEqualTo(expected);
        }
    }

    @Test
    void anIdThatIsNoneIsRefused() {
        for (String id : List.of("xyz", "12345678901234567890123456789012345", "%20", "1g")) {
            for (String path : List.of("/api/traces/", "/api/v2/traces/")) {
                assertThatThrownBy(() -> api().get(path + id, ""))
                        .as(path + id)
                        .isInstanceOfSatisfying(
                                BackendException.class,
                                e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
            }
        }
    }

    @Test
    void anUnknownTraceIsNotFoundInTheFirstVersionAndEmptyInTheSecond() throws Exception {
        HttpReply first = api().get("/api/traces/77", "application/json");
        assertThat(first.status()).isEqualTo(404);
        assertThat(ApiCalls.bytes(first)).isEmpty();
        assertThat(api().text("/api/v2/traces/77")).isEqualTo("{\"trace\":{},\"metrics\":{}}");

        HttpReply second = api().get("/api/v2/traces/77", PROTOBUF);
        TraceByIDResponse message = TraceByIDResponse.parseFrom(ApiCalls.bytes(second));
        assertThat(second.status()).isEqualTo(200);
        assertThat(message.hasTrace()).isTrue();
        assertThat(message.getTrace().getResourceSpansCount()).isZero();
    }

    @Test
    void protobufComesWhenAskedForWithAllSubMessages() throws Exception {
        stored.addLive(TENANT, List.of(Shop.cartRoot(), Shop.cartQuery()));

        HttpReply second = api().get("/api/v2/traces/abcdef", "text/html, application/protobuf;q=1");
        TraceByIDResponse message = TraceByIDResponse.parseFrom(ApiCalls.bytes(second));
        assertThat(second.headers()).containsEntry("Content-Type", PROTOBUF);
        assertThat(message.getStatus()).isEqualTo(PartialStatus.COMPLETE);
        for (ResourceSpans group : message.getTrace().getResourceSpansList()) {
            assertThat(group.hasResource()).isTrue();
            assertThat(group.getScopeSpans(0).hasScope()).isTrue();
            assertThat(group.getScopeSpans(0).getSpans(0).hasStatus()).isTrue();
            assertThat(group.getScopeSpans(0).getSpans(0).getTraceId().size()).isEqualTo(16);
        }
        Trace first = Trace.parseFrom(ApiCalls.bytes(api().get("/api/traces/abcdef", PROTOBUF)));
        assertThat(first).isEqualTo(message.getTrace());
    }

    @Test
    void aWindowThatMissesTheTraceStillFindsIt() throws Exception {
        stored.addBlock(TENANT, 1, List.of(Shop.cartRoot(), Shop.cartQuery()));

        String whole = api().text("/api/traces/abcdef");
        for (String window : List.of("start=5&end=10", "start=5", "end=5", "since=1m")) {
            assertThat(api().text("/api/traces/abcdef?" + window)).as(window).isEqualTo(whole);
        }
    }

    @Test
    void aWindowThatIsNoneIsRefused() {
        for (String window : List.of("start=10&end=5", "start=5&end=5", "start=x&end=5", "end=x", "start=-1&end=5")) {
            assertThatThrownBy(() -> api().get("/api/v2/traces/abcdef?" + window, ""))
                    .as(window)
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
        }
    }

    @Test
    void tenantsSeeTheirOwnAndTogetherAll() throws Exception {
        stored.addBlock(TENANT, 1, List.of(Shop.cartRoot()));
        stored.addLive(OTHER, List.of(Shop.cartQuery()));

        assertThat(services(TENANT)).containsExactly("shop");
        assertThat(services(OTHER)).containsExactly("db");
        assertThat(services(TENANT, OTHER)).containsExactly("shop", "db");
        assertThat(services(new Tenant("third"))).isEmpty();
    }

    @Test
    void aTraceThatIsTooLargeIsPartialInTheSecondVersionAndRefusedInTheFirst() throws Exception {
        stored.addLive(TENANT, List.of(Shop.cartRoot(), Shop.cartQuery()));
        TraceStoreSettings narrow = new TraceStoreSettings(Duration.ofHours(1), Duration.ZERO, 1, 100);
        QueryGate gate = new QueryGate(QueryLimits.defaults());
        ApiCalls api = new ApiCalls(
                new TempoApi(stored.store(narrow), gate, new BuildInfo("", "", "", "")).routes(),
                List.of(TENANT),
                () -> false);

        assertThat(api.text("/api/v2/traces/abcdef"))
                .endsWith(
                        "\"metrics\":{},\"status\":\"PARTIAL\",\"message\":\"trace is too large to be shown whole: it "
                                + "has 2 spans, of which 1 can be returned\"}");
        assertThatThrownBy(() -> api.get("/api/traces/abcdef", ""))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNPROCESSABLE));
    }

    @Test
    void anAnswerOverTheBoundIsRefused() {
        stored.addLive(TENANT, List.of(Shop.cartRoot(), Shop.cartQuery()));
        QueryGate gate = new QueryGate(new QueryLimits(1, 1, Duration.ofMinutes(1), 100));
        ApiCalls api = new ApiCalls(
                new TempoApi(stored.store(), gate, new BuildInfo("", "", "", "")).routes(),
                List.of(TENANT),
                () -> false);

        for (String path : List.of("/api/traces/abcdef", "/api/v2/traces/abcdef")) {
            for (String accept : List.of("application/json", PROTOBUF)) {
                assertThatThrownBy(() -> api.get(path, accept))
                        .isInstanceOfSatisfying(
                                BackendException.class,
                                e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
            }
        }
        assertThat(gate.running()).isZero();
    }

    @Test
    void aFilterKeepsSpansThatMatchAndSaysThatOthersAreMissing() throws Exception {
        stored.addLive(TENANT, List.of(Shop.cartRoot(), Shop.cartQuery()));
        String q = "/api/v2/traces/abcdef?q=%7Bstatus%3Derror%7D";
        assertThat(api().text(q))
                .contains("\"name\":\"query\"", "\"status\":\"PARTIAL\"", "q keeps 1 of 2 spans")
                .doesNotContain("GET /cart");
        for (String yes : List.of("true", "True", "TRUE", "t", "1")) {
            assertThat(api().text(q + "&keep_hierarchy=" + yes)).isEqualTo(api().text("/api/v2/traces/abcdef"));
        }
        assertThat(api().text(q + "&keep_hierarchy=true&ancestor_depth=0")).doesNotContain("GET /cart");
        assertThat(api().text("/api/v2/traces/abcdef?q=%7Bkind%3Dserver%7D")).doesNotContain("\"query\"");
        assertThat(api().text("/api/v2/traces/abcdef?q=%7Bkind%3Dserver%7D&match_depth=-1"))
                .contains("\"query\"");
        assertThat(api().text("/api/v2/traces/abcdef?q=%20&match_depth=x"))
                .isEqualTo(api().text("/api/v2/traces/abcdef"));
        assertThat(api().text("/api/v2/traces/77?q=%7B%7D")).isEqualTo("{\"trace\":{},\"metrics\":{}}");
    }

    @Test
    void aFilterThatCannotBeUsedIsRefused() {
        for (String filter : List.of(
                "q=%7B%7D%7Ccount()%3E1",
                "q=%7B%7D%3E%7B%7D",
                "q=%7B%7D%7Crate()",
                "q=%7B%7D&match_depth=-2",
                "q=%7B%7D&match_depth=many",
                "q=%7B%7D&keep_hierarchy=perhaps",
                "q=%7B%7D&keep_hierarchy=true&ancestor_depth=-7")) {
            assertThatThrownBy(() -> api().get("/api/v2/traces/abcdef?" + filter, ""))
                    .as(filter)
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
        }
    }

    @Test
    void aTraceComesAsOtlpJsonAndInTheFormForLanguageModels() throws Exception {
        stored.addLive(TENANT, List.of(Shop.cartQuery()));
        for (String path : List.of("/api/traces/abcdef", "/api/v2/traces/abcdef")) {
            HttpReply otlp = api().get(path, "application/vnd.opentelemetry+json");
            assertThat(otlp.headers()).containsEntry("Content-Type", "application/json");
            assertThat(new String(ApiCalls.bytes(otlp), StandardCharsets.UTF_8))
                    .startsWith("{\"resourceSpans\":[{")
                    .contains("\"traceId\":\"00000000000000000000000000abcdef\"", "\"kind\":3");
        }
        HttpReply llm = api().get("/api/v2/traces/abcdef", "application/vnd.grafana.llm");
        assertThat(llm.headers()).containsEntry("Content-Type", "application/vnd.grafana.llm+json");
        assertThat(new String(ApiCalls.bytes(llm), StandardCharsets.UTF_8))
                .isEqualTo("{\"trace\":{\"traceId\":\"00000000000000000000000000abcdef\",\"services\":[{"
                        + "\"serviceName\":\"db\",\"resource\":{\"service.name\":\"db\"},\"scopes\":[{\"name\":\"lib\","
                        + "\"version\":\"1.0\",\"spans\":[{\"spanId\":\"0000000000000012\",\"name\":\"query\","
                        + "\"parentSpanId\":\"0000000000000011\",\"kind\":\"SPAN_KIND_CLIENT\","
                        + "\"startTimeUnixNano\":\"1700000001010000000\",\"endTimeUnixNano\":\"1700000001050000000\","
                        + "\"durationMs\":40.0,\"attributes\":{\"db.cached\":true,\"db.statement\":\"select 1\","
                        + "\"odd/key with blank\":\"x\"},\"status\":{\"code\":\"STATUS_CODE_ERROR\","
                        + "\"message\":\"\"}}]}]}]},\"metrics\":{\"inspectedBytes\":0},\"status\":\"COMPLETE\"}");
        assertThat(new String(
                        ApiCalls.bytes(api().get("/api/v2/traces/77", "application/vnd.grafana.llm")),
                        StandardCharsets.UTF_8))
                .startsWith("{\"trace\":{},");
    }

    @Test
    void echoAndBuildInfoAnswerWithoutATenant() throws Exception {
        assertThat(api().text("/api/echo")).isEqualTo("echo");
        assertThat(api().text("/api/status/buildinfo"))
                .isEqualTo(
                        "{\"version\":\"2.9.0\",\"spanflameVersion\":\"0.1\",\"revision\":\"abc\",\"branch\":\"main\","
                                + "\"buildDate\":\"today\",\"buildUser\":\"\",\"goVersion\":\"\"}");
    }

    private List<String> services(Tenant... tenants) throws Exception {
        byte[] body = ApiCalls.bytes(api().as(tenants).get("/api/v2/traces/abcdef", PROTOBUF));
        return services(TraceByIDResponse.parseFrom(body).getTrace());
    }

    private static List<String> services(Trace trace) {
        return trace.getResourceSpansList().stream()
                .map(group -> group.getResource().getAttributes(0).getValue().getStringValue())
                .toList();
    }

    @Test
    void aLargeTraceIsWrittenWhileItIsSentAndOnlyOneAtATime() throws Exception {
        for (int i = 1; i <= 3_000; i += 1_000) {
            stored.addLive(TENANT, List.of(Shop.many(i, 1_000)));
        }
        QueryGate gate = new QueryGate(new QueryLimits(2, 2, Duration.ofMillis(200), 5L << 20));
        ApiCalls api = new ApiCalls(
                new TempoApi(stored.store(), gate, new BuildInfo("", "", "", "")).routes(),
                List.of(TENANT),
                () -> false);
        new Notes().run(() -> {
            HttpReply reply = api.get("/api/v2/traces/3", "application/json");
            assertThat(reply.body()).isInstanceOf(HttpReply.Body.Streamed.class);
            assertThat(new String(ApiCalls.bytes(reply), StandardCharsets.UTF_8).split("\"spanId\"", -1))
                    .hasSize(3_001);
            assertThatThrownBy(() -> api.get("/api/v2/traces/3", "application/json"))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT));
        });
        assertThat(ApiCalls.bytes(api.get("/api/traces/3", "application/json"))).isNotEmpty();
    }

    private ApiCalls api() {
        BuildInfo build = new BuildInfo("0.1", "abc", "main", "today");
        QueryGate gate = new QueryGate(QueryLimits.defaults());
        return new ApiCalls(new TempoApi(stored.store(), gate, build).routes(), List.of(TENANT), () -> false);
    }
}
