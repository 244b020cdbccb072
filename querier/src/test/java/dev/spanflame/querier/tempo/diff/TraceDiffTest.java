package dev.spanflame.querier.tempo.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.tempo.ApiCalls;
import dev.spanflame.querier.tempo.BuildInfo;
import dev.spanflame.querier.tempo.Shop;
import dev.spanflame.querier.tempo.TempoApi;
import dev.spanflame.querier.traces.TestStore;
import dev.spanflame.querier.traces.TraceStoreSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceDiffTest {
    private static final TraceId BASE = new TraceId(0, 0xa);
    private static final TraceId COMPARED = new TraceId(0, 0xb);

    private final TestStore stored = new TestStore();

    @Test
    void a_patch_tells_each_change_with_its_place() throws Exception {
        store(
                Shop.in("shop", span(ids(BASE, 1, 0), "GET /", time(0, 100), 0)),
                Shop.in(
                        "db",
                        span(
                                ids(BASE, 2, 1),
                                "query",
                                time(10, 40),
                                0,
                                Attribute.of("rows", 3),
                                Attribute.of("old", "x")),
                        span(ids(BASE, 3, 1), "begin", time(5, 1), 0)));
        store(
                Shop.in("shop", span(ids(COMPARED, 11, 0), "GET /", time(0, 100), 0)),
                Shop.in(
                        "db",
                        span(
                                ids(COMPARED, 12, 11),
                                "query",
                                time(10, 90),
                                2,
                                Attribute.of("rows", 4),
                                Attribute.of("new", "y")),
                        span(ids(COMPARED, 13, 12), "retry", time(20, 5), 0)));

        JsonNode patch = diff("");

        assertThat(patch.path("version").asText()).isEqualTo("trace-patch-v0");
        assertThat(patch.path("base"))
                .hasToString("{\"traceId\":\"0000000000000000000000000000000a\",\"spanCount\":3}");
        assertThat(patch.path("stats"))
                .hasToString("{\"spanCountA\":3,\"spanCountB\":3,\"matchedSpans\":2,\"modifiedSpans\":1,"
                        + "\"addedSpans\":1,\"removedSpans\":1,\"fieldChanges\":2,\"attributeChanges\":3,"
                        + "\"eventChanges\":0,\"truncated\":false}");
        assertThat(patch.path("modified"))
                .hasToString("[{\"span\":{\"path\":[0,0],\"service\":\"db\",\"name\":\"query\",\"kind\":\"client\"},"
                        + "\"changes\":[{\"op\":\"modify\",\"target\":{\"type\":\"field\",\"name\":\"duration_nanos\"},"
                        + "\"before\":40000000,\"after\":90000000},"
                        + "{\"op\":\"modify\",\"target\":{\"type\":\"field\",\"name\":\"status\"},"
                        + "\"before\":\"unset\",\"after\":\"error\"},"
                        + "{\"op\":\"add\",\"target\":{\"type\":\"attribute\",\"scope\":\"span\",\"key\":\"new\"},"
                        + "\"before\":null,\"after\":\"y\"},"
                        + "{\"op\":\"remove\",\"target\":{\"type\":\"attribute\",\"scope\":\"span\",\"key\":\"old\"},"
                        + "\"before\":\"x\",\"after\":null},"
                        + "{\"op\":\"modify\",\"target\":{\"type\":\"attribute\",\"scope\":\"span\",\"key\":\"rows\"},"
                        + "\"before\":3,\"after\":4}]}]");
        assertThat(patch.path("added"))
                .hasToString("[{\"target\":{\"type\":\"span\",\"parentPath\":[0,0],\"index\":0},"
                        + "\"span\":{\"path\":[0,0,0],\"service\":\"db\",\"name\":\"retry\",\"kind\":\"client\","
                        + "\"duration_nanos\":5000000,\"status\":\"unset\"}}]");
        assertThat(patch.path("removed"))
                .hasToString("[{\"target\":{\"type\":\"span\",\"path\":[0,0]},"
                        + "\"span\":{\"path\":[0,0],\"service\":\"db\",\"name\":\"begin\",\"kind\":\"client\","
                        + "\"duration_nanos\":1000000,\"status\":\"unset\"}}]");
        assertThat(patch.path("warnings")).isEmpty();
    }

    @Test
    void a_summary_tells_directions_and_services() throws Exception {
        store(
                Shop.in("shop", span(ids(BASE, 1, 0), "GET /", time(0, 100), 0)),
                Shop.in("db", span(ids(BASE, 2, 1), "query", time(10, 40), 2)));
        store(
                Shop.in("shop", span(ids(COMPARED, 11, 0), "GET /", time(0, 104), 0)),
                Shop.in(
                        "db",
                        span(ids(COMPARED, 12, 11), "query", time(10, 40), 0),
                        span(ids(COMPARED, 13, 11), "query", time(50, 40), 2)));

        JsonNode summary = diff("trace-summary-v0-native");

        assertThat(summary.path("base"))
                .hasToString("{\"traceId\":\"0000000000000000000000000000000a\",\"rootService\":\"shop\","
                        + "\"rootName\":\"GET /\",\"spanCount\":2,\"errorSpanCount\":1,\"durationMs\":100,"
                        + "\"sumSpanDurationMs\":140}");
        assertThat(summary.path("signals"))
                .hasToString("{\"traceLatency\":\"increased\",\"sumSpanDuration\":\"increased\",\"errors\":"
                        + "\"unchanged\",\"spanCount\":\"increased\",\"structure\":\"changed\"}");
        assertThat(summary.path("trust").path("matchedSpanRatio").asDouble()).isEqualTo(2 / 3.0);
        assertThat(summary.path("trust").path("structureOverlap").asDouble()).isEqualTo(1);
        assertThat(summary.path("stats").path("traceLatencyDeltaMs").asInt()).isEqualTo(4);
        assertThat(summary.path("stats").path("sumSpanDurationDeltaMs").asInt()).isEqualTo(44);
        assertThat(summary.has("warnings")).isFalse();
        assertThat(summary.path("changedServices")).hasToString("[\"db\"]");
        assertThat(summary.path("services"))
                .hasToString("[{\"name\":\"db\",\"sumSpanDurationDeltaMs\":40,\"modified\":1,\"added\":1,\"removed\":0,"
                        + "\"newErrors\":1,\"resolvedErrors\":1}]");
    }

    @Test
    void a_summary_comes_with_its_patch_while_that_is_small() throws Exception {
        store(Shop.in("shop", span(ids(BASE, 1, 0), "GET /", time(0, 100), 0)));
        store(Shop.in("shop", span(ids(COMPARED, 1, 0), "GET /", time(0, 300), 0)));

        JsonNode small = diff("trace-summary-v0-composed");

        assertThat(small.path("version").asText()).isEqualTo("trace-summary-v0-composed");
        assertThat(small.path("summary")).isEqualTo(diff("trace-summary-v0-native"));
        assertThat(small.path("patch")).isEqualTo(diff(""));
        assertThat(small.has("patchOmitted")).isFalse();
    }

    @Test
    void a_large_patch_is_left_out_and_its_size_told() throws Exception {
        store(Shop.in("shop", span(ids(BASE, 1, 0), "GET /", time(0, 100), 0)));
        List<Span> many = new ArrayList<>(List.of(span(ids(COMPARED, 1, 0), "GET /", time(0, 100), 0)));
        for (int i = 2; i < 1000; i++) {
            many.add(span(ids(COMPARED, i, 1), "step", time(i, 1), 0));
        }
        store(Shop.in("shop", many.toArray(Span[]::new)));

        JsonNode large = diff("trace-summary-v0-composed");

        assertThat(large.has("patch")).isFalse();
        assertThat(large.path("patchOmitted").path("reason").asText()).isEqualTo("over_budget");
        assertThat(large.path("patchOmitted").path("bytes").asInt())
                .isEqualTo(diff("").toString().length());
    }

    @Test
    void jitter_is_no_change_and_magnitudes_have_a_tolerance() throws Exception {
        store(Shop.in(
                "shop",
                span(ids(BASE, 1, 0), "GET /", time(0, 100), 0, Attribute.of("http.response.body.size", 1000)),
                span(ids(BASE, 2, 1), "quick", time(1, 1), 0, real("share", 1), real("odd", Double.NaN))));
        store(Shop.in(
                "shop",
                span(ids(COMPARED, 1, 0), "GET /", time(0, 120), 0, Attribute.of("http.response.body.size", 1049)),
                span(ids(COMPARED, 2, 1), "quick", time(1, 2), 0, Attribute.of("share", 1), real("odd", Double.NaN))));

        assertThat(diff("").path("modified")).isEmpty();
    }

    @Test
    void twins_are_matched_below_the_same_parent_first() throws Exception {
        store(Shop.in(
                "shop",
                span(ids(BASE, 1, 0), "root", time(0, 100), 0),
                span(ids(BASE, 2, 1), "a", time(1, 10), 0),
                span(ids(BASE, 3, 1), "b", time(20, 10), 0),
                span(ids(BASE, 4, 2), "call", time(2, 2), 0, Attribute.of("of", "a")),
                span(ids(BASE, 5, 3), "call", time(21, 2), 0, Attribute.of("of", "b"))));
        store(Shop.in(
                "shop",
                span(ids(COMPARED, 1, 0), "root", time(0, 100), 0),
                span(ids(COMPARED, 9, 1), "new", time(1, 90), 0),
                span(ids(COMPARED, 3, 9), "b", time(3, 10), 0),
                span(ids(COMPARED, 5, 3), "call", time(4, 2), 0, Attribute.of("of", "b"))));

        JsonNode patch = diff("");

        assertThat(patch.path("modified")).isEmpty();
        assertThat(patch.path("added").findValuesAsText("name")).containsExactly("new");
        assertThat(patch.path("removed").findValuesAsText("name")).containsExactly("a", "call");
    }

    @Test
    void odd_traces_are_compared_all_the_same() throws Exception {
        Span ringA = span(ids(BASE, 1, 2), "ring a", time(0, 10), 0);
        Span ringB = span(ids(BASE, 2, 1), "ring b", time(1, 10), 0);
        Span self = span(ids(BASE, 3, 3), "self", time(2, 10), 0);
        Span orphan = span(ids(BASE, 4, 99), "orphan", time(3, 10), 0);
        store(Shop.in("shop", ringA, ringB, self, orphan));
        store(Shop.in("shop", span(ids(COMPARED, 1, 0), "order 1234567", time(0, 10), 0)));

        JsonNode patch = diff("");

        assertThat(removedPlaces(patch)).containsExactly("orphan [0]", "ring a [1]", "ring b [1,0]", "self [2]");
        assertThat(patch.path("warnings").findValuesAsText("code")).containsExactly("high_cardinality_span_name");
    }

    @Test
    void both_ends_of_a_call_that_share_an_id_are_put_below_each_other() throws Exception {
        Span server = Shop.span(BASE, 2, 1, "GET /cart", Span.KIND_SERVER, 11, 20, 0, List.of());
        store(
                Shop.in(
                        "web",
                        span(ids(BASE, 1, 0), "root", time(0, 100), 0),
                        span(ids(BASE, 2, 1), "GET", time(10, 30), 0)),
                Shop.in("cart", server, span(ids(BASE, 5, 2), "query", time(12, 3), 0)));
        store(Shop.in("other", span(ids(COMPARED, 1, 0), "x", time(0, 1), 0)));

        JsonNode patch = diff("");

        assertThat(removedPlaces(patch))
                .containsExactly("root [0]", "GET [0,0]", "GET /cart [0,0,0]", "query [0,0,0,0]");
        assertThat(patch.path("warnings").findValuesAsText("code")).containsExactly("duplicate_span_id");
    }

    @Test
    void a_chain_of_many_spans_is_compared_in_bounded_time() throws Exception {
        store(Shop.in("shop", chain(BASE, 20_000, 10)));
        store(Shop.in("shop", chain(COMPARED, 20_000, 10)));

        assertThat(diff("").path("stats").path("matchedSpans").asInt()).isEqualTo(20_000);
    }

    @Test
    void spans_without_a_duration_count_nothing_and_are_told() throws Exception {
        Span good = span(ids(BASE, 1, 0), "GET /", time(0, 100), 0);
        store(Shop.in("shop", good));
        store(Shop.in("shop", withoutStart(span(ids(COMPARED, 1, 0), "GET /", time(0, 100), 0))));

        JsonNode composed = diff("trace-summary-v0-composed");

        assertThat(composed.path("patch").path("modified").findValue("changes"))
                .hasToString("[{\"op\":\"modify\",\"target\":{\"type\":\"field\",\"name\":\"duration_nanos\"},"
                        + "\"before\":100000000,\"after\":null}]");
        assertThat(composed.path("summary").path("compare").path("durationMs").asInt())
                .isZero();
        assertThat(composed.path("summary").path("warnings").findValuesAsText("code"))
                .containsExactly("invalid_duration");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"base\":{\"traceId\":\"a\"}}",
                "{\"base\":{\"traceId\":\"a\"},\"compare\":{\"traceId\":\"\"}}",
                "{\"base\":{\"traceId\":7},\"compare\":{\"traceId\":\"b\"}}",
                "{\"base\":{\"traceId\":\"xyz\"},\"compare\":{\"traceId\":\"b\"}}",
                "{\"base\":{\"traceId\":\"a\",\"start\":5,\"end\":5},\"compare\":{\"traceId\":\"b\"}}",
                "{\"base\":{\"traceId\":\"a\",\"start\":\"5\"},\"compare\":{\"traceId\":\"b\"}}",
                "{\"base\":{\"traceId\":\"a\"},\"compare\":{\"traceId\":\"b\"},\"format\":\"html\"}"
            })
    void a_request_that_cannot_be_used_is_refused(String body) {
        assertRefused(body, ErrorKind.BAD_REQUEST);
    }

    @Test
    void an_unknown_trace_is_not_found_and_one_that_cannot_be_read_whole_is_not_compared() throws Exception {
        store(Shop.in("shop", chain(BASE, 10, 1)));
        assertRefused(request("a", "b", ""), ErrorKind.NOT_FOUND);
        store(Shop.in("shop", chain(COMPARED, 3, 1)));
        TraceStoreSettings small = new TraceStoreSettings(
                TraceStoreSettings.DEFAULTS.traceSlack(),
                TraceStoreSettings.DEFAULTS.snapshotAge(),
                5,
                TraceStoreSettings.DEFAULTS.mergeSpans());

        assertThatThrownBy(() -> api(small).call("POST", "/api/v2/traces/diff", new Headers(), request("a", "b", "")))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNPROCESSABLE));
    }

    @Test
    void only_post_is_taken() throws Exception {
        HttpReply reply = api(TraceStoreSettings.DEFAULTS).get("/api/v2/traces/diff", "");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("Allow", "POST");
    }

    private static List<String> removedPlaces(JsonNode patch) {
        List<String> places = new ArrayList<>();
        patch.path("removed")
                .forEach(span -> places.add(span.path("span").path("name").asText() + " "
                        + span.path("span").path("path")));
        return places;
    }

    private void assertRefused(String body, ErrorKind kind) {
        assertThatThrownBy(
                        () -> api(TraceStoreSettings.DEFAULTS).call("POST", "/api/v2/traces/diff", new Headers(), body))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private void store(Trace... traces) {
        stored.addLive(Tenant.ANONYMOUS, List.of(traces));
    }

    private JsonNode diff(String format) throws Exception {
        HttpReply reply = api(TraceStoreSettings.DEFAULTS)
                .call("POST", "/api/v2/traces/diff", new Headers(), request("a", "b", format));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("Content-Type", "application/json");
        return new ObjectMapper().readTree(ApiCalls.bytes(reply));
    }

    private static String request(String base, String compared, String format) {
        return "{\"base\":{\"traceId\":\"" + base + "\",\"start\":1,\"end\":2},\"compare\":{\"traceId\":\"" + compared
                + "\"},\"format\":\"" + format + "\",\"unknown\":{}}";
    }

    private ApiCalls api(TraceStoreSettings settings) {
        TempoApi api = new TempoApi(
                stored.store(settings), new QueryGate(QueryLimits.defaults()), new BuildInfo("", "", "", ""));
        return new ApiCalls(api.routes(), List.of(Tenant.ANONYMOUS), () -> false);
    }

    private static Span[] chain(TraceId trace, int length, int millis) {
        Span[] spans = new Span[length];
        for (int i = 0; i < length; i++) {
            spans[i] = span(ids(trace, i + 1, i), "step", time(i, millis), 0);
        }
        return spans;
    }

    private static Shop.Ids ids(TraceId trace, long span, long parent) {
        return new Shop.Ids(trace, span, parent);
    }

    private static Shop.Time time(long start, long millis) {
        return new Shop.Time(start, millis);
    }

    private static Span span(Shop.Ids ids, String name, Shop.Time time, int status, Attribute... more) {
        return Shop.span(
                ids.trace(),
                ids.span(),
                ids.parent(),
                name,
                Span.KIND_CLIENT,
                time.start(),
                time.millis(),
                status,
                List.of(more));
    }

    private static Span withoutStart(Span span) {
        return new Span(
                span.traceId(),
                span.spanId(),
                span.parentSpanId(),
                "",
                0,
                span.name(),
                span.kind(),
                0,
                span.endNanos(),
                List.of(),
                0,
                List.of(),
                0,
                List.of(),
                0,
                0,
                "");
    }

    private static Attribute real(String key, double value) {
        return new Attribute(key, new AttributeValue.Real(value));
    }
}
