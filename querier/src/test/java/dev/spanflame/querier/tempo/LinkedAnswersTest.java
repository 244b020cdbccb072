package dev.spanflame.querier.tempo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.links.LinkSettings;
import dev.spanflame.querier.links.Links;
import dev.spanflame.querier.links.LogStore;
import dev.spanflame.querier.traces.TestStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Traces and searches with `links=true`.
final class LinkedAnswersTest {
    private static final String SEARCH =
            "/api/search?q=%7B%20span.http.route%20%3D%20%22%2Fcart%22%20%7D&start=1699999999&end=1700000100";

    private final TestStore stored = new TestStore();
    private final ApiCalls calls = calls();

    private ApiCalls calls() {
        stored.addLive(Tenant.ANONYMOUS, 1, List.of(Shop.cartRoot(), Shop.cartQuery()));
        LinkSettings.Logs seq = new LinkSettings.Logs(
                LogStore.SEQ, "https://seq.example", "", List.of(), true, true, "", Duration.ZERO, Duration.ZERO);
        LinkSettings usual = LinkSettings.DEFAULTS;
        Links links = new Links(
                new LinkSettings("", "", "tempo", "pyroscope", usual.profileType(), usual.profileTags(), seq));
        QueryGate gate = new QueryGate(new QueryLimits(4, 4, Duration.ofSeconds(10), 1 << 20));
        TempoApi api = new TempoApi(stored.store(), gate, new BuildInfo("", "", "", ""), links);
        return new ApiCalls(api.routes(), List.of(Tenant.ANONYMOUS), () -> false);
    }

    private Struct json(String url) throws Exception {
        Struct.Builder json = Struct.newBuilder();
        ProtoJson.parse(calls.text(url).getBytes(StandardCharsets.UTF_8), json);
        return json.build();
    }

    private static Stream<Struct> items(Struct in, String... path) {
        Stream<Struct> found = Stream.of(in);
        for (String name : path) {
            found = found.map(each -> each.getFieldsOrDefault(name, Value.getDefaultInstance()))
                    .flatMap(value -> value.hasStructValue()
                            ? Stream.of(value.getStructValue())
                            : value.getListValue().getValuesList().stream().map(Value::getStructValue));
        }
        return found;
    }

    private static String href(Struct of, String relation) {
        return items(of, "_links", relation)
                .findFirst()
                .orElseThrow()
                .getFieldsOrThrow("href")
                .getStringValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/traces/abcdef trace,resourceSpans", "/api/traces/abcdef batches"})
    void everySpanOfATraceHasLinks(String call) throws Exception {
        String[] parts = call.split(" ", 2);
        Struct answer = json(parts[0] + "?links=true");
        List<Struct> spans = Stream.of(answer)
                .flatMap(each -> items(each, (parts[1] + ",scopeSpans,spans").split(",")))
                .toList();
        assertThat(spans).hasSize(2);
        for (Struct span : spans) {
            boolean root = span.getFieldsOrThrow("name").getStringValue().equals("GET /cart");
            assertThat(href(span, "logs")).contains(root ? "0000000000000011" : "0000000000000012");
            assertThat(href(span, "profile")).contains(root ? "shop" : "db", "format=html");
        }
        assertThat(href(answer, "trace")).isEqualTo("/api/v2/traces/00000000000000000000000000abcdef");
        assertThat(href(answer, "logs")).contains("TraceId").doesNotContain("SpanId");
    }

    @Test
    void foundTracesAndSpansHaveLinks() throws Exception {
        Struct answer = json(SEARCH + "&links=true");
        Struct trace = items(answer, "traces").findFirst().orElseThrow();
        assertThat(href(trace, "trace")).isEqualTo("/api/v2/traces/00000000000000000000000000abcdef");
        assertThat(items(trace, "spanSets", "spans").map(span -> href(span, "logs")))
                .singleElement()
                .asString()
                .contains("0000000000000011");
        assertThat(items(trace, "spanSet", "spans")).hasSize(1);
        assertThat(answer.getFieldsMap()).doesNotContainKey("_links");
        assertThat(items(answer, "traces", "serviceStats")
                        .findFirst()
                        .orElseThrow()
                        .getFieldsMap())
                .doesNotContainKey("_links");
    }

    @Test
    void nobodyElseGetsLinks() throws Exception {
        assertThat(calls.text(SEARCH)).doesNotContain("_links");
        assertThat(calls.text(SEARCH + "&links=false")).doesNotContain("_links");
        assertThat(calls.text("/api/v2/traces/abcdef")).doesNotContain("_links");
    }

    @Test
    void aTraceThatIsNotThereHasNone() throws Exception {
        assertThat(items(json("/api/v2/traces/1234?links=true"), "_links", "trace"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/protobuf", "text/event-stream"})
    void linksNeedJson(String accept) {
        assertThatThrownBy(() -> calls.get(SEARCH + "&links=true", accept))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
        assertThatThrownBy(() -> calls.get(SEARCH + "&links=yes", "application/json"))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }
}
