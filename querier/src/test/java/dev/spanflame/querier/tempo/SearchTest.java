package dev.spanflame.querier.tempo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.TraceSearchMetadata;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.traces.TestStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SearchTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;
    private static final Tenant OTHER = new Tenant("other");

    /// What Grafana's plugin of May 2025 knows; it refuses anything else.
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "SearchResponse", Set.of("traces", "metrics"),
            "SearchMetrics",
                    Set.of(
                            "inspectedTraces",
                            "inspectedBytes",
                            "totalBlocks",
                            "completedJobs",
                            "totalJobs",
                            "totalBlockBytes",
                            "inspectedSpans"),
            "TraceSearchMetadata",
                    Set.of(
                            "traceID",
                            "rootServiceName",
                            "rootTraceName",
                            "startTimeUnixNano",
                            "durationMs",
                            "spanSet",
                            "spanSets",
                            "serviceStats"),
            "SpanSet", Set.of("spans", "matched", "attributes"),
            "Span", Set.of("spanID", "name", "startTimeUnixNano", "durationNanos", "attributes"),
            "KeyValue", Set.of("key", "value"));

    private final TestStore stored = new TestStore();
    private final QueryGate gate = new QueryGate(QueryLimits.defaults());

    @BeforeEach
    void store() throws IOException {
        stored.addBlock(TENANT, 1, List.of(Shop.cartRoot(), Shop.lost()));
        stored.addLive(TENANT, List.of(Shop.cartQuery()));
    }

    @Test
    void theAnswerIsWhatGrafanaReads() throws Exception {
        String spanSet = "{\"spans\":[{\"spanID\":\"0000000000000012\",\"name\":\"query\","
                + "\"startTimeUnixNano\":\"1700000001010000000\",\"durationNanos\":\"40000000\","
                + "\"attributes\":[{\"key\":\"status\",\"value\":{\"stringValue\":\"error\"}},"
                + "{\"key\":\"db.cached\",\"value\":{\"boolValue\":true}}]}],\"matched\":1}";
        assertThat(search("{ status = error } | select(name, span.db.cached, duration)"))
                .isEqualTo("{\"traces\":[{\"traceID\":\"abcdef\",\"rootServiceName\":\"shop\","
                        + "\"rootTraceName\":\"GET /cart\",\"startTimeUnixNano\":\"1700000001000000000\","
                        + "\"durationMs\":100,\"spanSet\":" + spanSet + ",\"spanSets\":[" + spanSet + "],"
                        + "\"serviceStats\":{\"db\":{\"spanCount\":1,\"errorCount\":1},\"shop\":{\"spanCount\":1}}}],"
                        + "\"metrics\":{\"inspectedTraces\":2,\"totalBlocks\":1,\"completedJobs\":1,\"totalJobs\":1,"
                        + "\"totalBlockBytes\":\"100\",\"inspectedSpans\":\"3\"}}");
    }

    @Test
    void noFieldIsSetThatGrafanaDoesNotKnow() throws Exception {
        SearchResponse.Builder parsed = SearchResponse.newBuilder();
        String json = search("{} | select(status, kind, name, span.queue) | by(resource.service.name) | count() > 0");
        JsonFormat.parser().merge(json, parsed);
        assertThat(parsed.getTracesCount()).isEqualTo(2);
        assertKnown(parsed.build());
    }

    @Test
    void aTraceWithoutRootHasThePlaceholderAndAFractionOfAMillisecondIsNone() throws Exception {
        TraceSearchMetadata trace =
                parsed("/api/search?q=" + encoded("{ span.queue = \"mail\" }")).getTraces(0);

        assertThat(trace.getTraceID()).isEqualTo("102030405060708090a0b0c0d0e0f10");
        assertThat(trace.getRootServiceName()).isEqualTo("<root span not yet received>");
        assertThat(trace.getRootTraceName()).isEmpty();
        assertThat(trace.getDurationMs()).isZero();
        assertThat(trace.getSpanSets(0).getSpans(0).getName()).isEmpty();
    }

    @Test
    void anEmptyAnswerHasMetrics() throws Exception {
        assertThat(search("{ name = \"nobody\" }"))
                .isEqualTo(
                        "{\"traces\":[],\"metrics\":{\"inspectedTraces\":1,\"totalBlocks\":1,\"completedJobs\":1,\"totalJobs\":1,"
                                + "\"totalBlockBytes\":\"100\",\"inspectedSpans\":\"1\"}}");
    }

    @Test
    void protobufComesWhenAskedFor() throws Exception {
        byte[] body = ApiCalls.bytes(api().get("/api/search?q=%7B%7D", "application/protobuf"));

        SearchResponse.Builder json = SearchResponse.newBuilder();
        JsonFormat.parser().merge(search("{}"), json);
        assertThat(SearchResponse.parseFrom(body)).isEqualTo(json.build());
    }

    @Test
    void aLargeAnswerIsWrittenWhileItIsMadeAndHasTheSameBytes() throws Exception {
        String text = "x".repeat(50_000);
        for (int i = 1; i <= 60; i++) {
            stored.addLive(TENANT, List.of(Shop.job(i, List.of(Attribute.of("text", text)))));
        }
        String url = "/api/search?limit=100&q=" + encoded("{ name = \"job\" } | select(span.text)");
        HttpReply reply = api().get(url, "application/json");
        assertThat(reply.body()).isInstanceOf(HttpReply.Body.Streamed.class);
        SearchResponse.Builder parsed = SearchResponse.newBuilder();
        JsonFormat.parser().merge(new String(ApiCalls.bytes(reply), StandardCharsets.UTF_8), parsed);
        assertThat(parsed.getTracesCount()).isEqualTo(61);
        assertThat(SearchResponse.parseFrom(ApiCalls.bytes(api().get(url, "application/protobuf"))))
                .isEqualTo(parsed.build());
        assertThat(gate.memoryTaken()).isZero();
    }

    @Test
    void answersThatAreNotYetSentLeaveNoRoomForOtherLargeOnes() throws Exception {
        for (int i = 1; i <= 60; i++) {
            stored.addLive(TENANT, List.of(Shop.job(i, List.of(Attribute.of("text", "x".repeat(50_000))))));
        }
        QueryGate small = new QueryGate(new QueryLimits(2, 2, Duration.ofMillis(500), 7L << 20));
        String large = "/api/search?limit=100&q=" + encoded("{ name = \"job\" } | select(span.text)");
        new Notes().run(() -> {
            assertThat(api(small).get(large, "application/json").status()).isEqualTo(200);
            assertThatThrownBy(() -> api(small).get(large, "application/json"))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT));
            assertThat(api(small)
                            .get("/api/search?q=%7B%7D", "application/json")
                            .status())
                    .isEqualTo(200);
        });
        assertThat(api(small).get(large, "application/json").status()).isEqualTo(200);
    }

    @Test
    void aStructuralQuerySeesTheWholeSplitTrace() throws Exception {
        assertThat(found("/api/search?q=" + encoded("{ name = \"GET /cart\" } > { name = \"query\" }")))
                .containsExactly("abcdef");
        assertThat(found("/api/search?q=" + encoded("{ name = \"query\" && nestedSetParent < 0 }")))
                .isEmpty();
    }

    @Test
    void tracesComeNewestFirstAsManyAsAskedFor() throws Exception {
        assertThat(found("/api/search?q=%7B%7D")).containsExactly("102030405060708090a0b0c0d0e0f10", "abcdef");
        assertThat(found("/api/search?q=%7B%7D&limit=1")).containsExactly("102030405060708090a0b0c0d0e0f10");
    }

    @Test
    void spansOfASetComeAsManyAsAskedFor() throws Exception {
        String q = "/api/search?q=" + encoded("{ trace:id = \"abcdef\" }");
        assertThat(parsed(q + "&spss=1").getTraces(0).getSpanSets(0).getSpansCount())
                .isEqualTo(1);
        assertThat(parsed(q + "&spss=1").getTraces(0).getSpanSets(0).getMatched())
                .isEqualTo(2);
        assertThat(parsed(q + "&spss=0").getTraces(0).getSpanSets(0).getSpansCount())
                .isEqualTo(2);
    }

    @Test
    void onlyTracesThatMeetTheWindowAreFound() throws Exception {
        assertThat(found(window(0, 1))).containsExactly("abcdef");
        assertThat(found(window(2, 59))).isEmpty();
        assertThat(found(window(60, 61))).containsExactly("102030405060708090a0b0c0d0e0f10");
        assertThat(found(window(61, 9_000))).isEmpty();
        assertThat(found("/api/search?q=%7B%7D&start=0&end=0")).hasSize(2);
    }

    @Test
    void tenantsSeeTheirOwnAndTogetherAll() throws Exception {
        stored.addLive(OTHER, List.of(Shop.cartRoot()));
        String q = "/api/search?q=" + encoded("{ resource.service.name = \"shop\" }");

        assertThat(found(api().as(OTHER), q)).containsExactly("abcdef");
        SearchResponse both = parsed(api().as(TENANT, OTHER), q);
        assertThat(both.getTracesCount()).isEqualTo(1);
        assertThat(both.getTraces(0).getServiceStatsOrThrow("shop").getSpanCount())
                .isEqualTo(1);
        assertThat(found(api().as(new Tenant("third")), q)).isEmpty();
    }

    @Test
    void tagsAreFoundAsPartsOfValuesOnAnySpansOfATrace() throws Exception {
        assertThat(tags("http.route=CART db.statement=\"Select 1\"")).containsExactly("abcdef");
        assertThat(tags("http.route=cart queue=mail")).isEmpty();
        assertThat(tags("service.name=work")).containsExactly("102030405060708090a0b0c0d0e0f10");
        assertThat(tags("name=get root.name=cart root.service.name=shop")).containsExactly("abcdef");
        assertThat(tags("status.code=error")).containsExactly("abcdef");
        assertThat(tags("error=true db.cached=true")).containsExactly("abcdef");
        assertThat(tags("http.response.status_code=200")).containsExactly("abcdef");
        assertThat(tags("http.route=.cart")).isEmpty();
        assertThat(tags("\"odd/key")).isEmpty();
    }

    @Test
    void aSearchByTagsShowsNoSpanSets() throws Exception {
        TraceSearchMetadata trace = parsed("/api/search?tags=name%3Dquery").getTraces(0);

        assertThat(trace.getRootTraceName()).isEqualTo("GET /cart");
        assertThat(trace.getSpanSetsCount()).isZero();
        assertThat(trace.hasSpanSet()).isFalse();
    }

    @Test
    void veryOldGrafanasSendTagsAsParameters() throws Exception {
        assertThat(found("/api/search?http.route=cart&limit=5")).containsExactly("abcdef");
        assertThat(found("/api/search?http.route=nothing")).isEmpty();
    }

    @Test
    void tracesAreBoundedByTheirDuration() throws Exception {
        assertThat(found("/api/search?minDuration=50ms")).containsExactly("abcdef");
        assertThat(found("/api/search?maxDuration=50ms")).containsExactly("102030405060708090a0b0c0d0e0f10");
        assertThat(found("/api/search?minDuration=50ms&maxDuration=99ms")).isEmpty();
        assertThat(found("/api/search?minDuration=100ms&maxDuration=100ms&tags=name%3Dquery"))
                .containsExactly("abcdef");
        assertThat(found("/api/search?minDuration=50ms&q=" + encoded("{ name != \"nobody\" }")))
                .containsExactly("abcdef");
    }

    @Test
    void parametersThatCannotBeUsedAreRefused() {
        for (String parameters : List.of(
                "limit=0",
                "limit=262145",
                "limit=x",
                "spss=-1",
                "spss=101",
                "start=1",
                "end=1",
                "start=9&end=9",
                "q=%7B",
                "q=%7Bfoo%7D",
                "q=%7B%7D&tags=a%3Db",
                "tags=a%3Db%20a%3Dc",
                "tags=a%3D%22b",
                "tags=%3Db",
                "since=long",
                "minDuration=fast",
                "minDuration=2s&maxDuration=1s",
                "q=" + "x".repeat(200_000))) {
            assertThatThrownBy(() -> api().get("/api/search?" + parameters, ""))
                    .as(parameters.substring(0, Math.min(40, parameters.length())))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
        }
    }

    @Test
    void aSearchEndsWhenTheCallerGoes() {
        AtomicBoolean gone = new AtomicBoolean(true);

        assertThatThrownBy(() -> api().cancelledBy(gone::get).get("/api/search?q=%7B%7D", ""))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
        assertThat(gate.running()).isZero();
    }

    @Test
    void aSearchEndsAtItsDeadline() {
        QueryGate hurried = new QueryGate(new QueryLimits(1, 1, Duration.ofNanos(1), 1 << 20));

        assertThatThrownBy(() -> api(hurried).get("/api/search?q=%7B%7D", ""))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT));
    }

    @Test
    void anAnswerOverTheBoundIsRefused() {
        QueryGate narrow = new QueryGate(new QueryLimits(1, 1, Duration.ofMinutes(1), 100));

        assertThatThrownBy(() -> api(narrow).get("/api/search?q=%7B%7D", ""))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    }

    private static void assertKnown(Message message) {
        Set<String> known = KNOWN.get(message.getDescriptorForType().getName());
        if (known == null) {
            return;
        }
        message.getAllFields().forEach((field, value) -> {
            assertThat(known).contains(field.getName());
            if (field.getJavaType() == Descriptors.FieldDescriptor.JavaType.MESSAGE) {
                List<?> children = field.isRepeated() ? (List<?>) value : List.of(value);
                children.forEach(child -> assertKnown((Message) child));
            }
        });
    }

    private static String window(long from, long to) {
        return "/api/search?q=%7B%7D&start=" + (Shop.SECOND + from) + "&end=" + (Shop.SECOND + to);
    }

    private List<String> tags(String tags) throws Exception {
        return found("/api/search?tags=" + encoded(tags));
    }

    private List<String> found(String url) throws Exception {
        return found(api(), url);
    }

    private static List<String> found(ApiCalls api, String url) throws Exception {
        return parsed(api, url).getTracesList().stream()
                .map(TraceSearchMetadata::getTraceID)
                .toList();
    }

    private SearchResponse parsed(String url) throws Exception {
        return parsed(api(), url);
    }

    private static SearchResponse parsed(ApiCalls api, String url) throws Exception {
        SearchResponse.Builder response = SearchResponse.newBuilder();
        JsonFormat.parser().merge(api.text(url), response);
        return response.build();
    }

    private String search(String q) throws Exception {
        return api().text("/api/search?q=" + encoded(q));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private ApiCalls api() {
        return api(gate);
    }

    private ApiCalls api(QueryGate through) {
        BuildInfo build = new BuildInfo("0.1", "abc", "main", "today");
        return new ApiCalls(new TempoApi(stored.store(), through, build).routes(), List.of(TENANT), () -> false);
    }
}
