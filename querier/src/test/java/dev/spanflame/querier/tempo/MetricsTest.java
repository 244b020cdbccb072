package dev.spanflame.querier.tempo;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.tempopb.PartialStatus;
import dev.spanflame.proto.tempopb.QueryInstantResponse;
import dev.spanflame.proto.tempopb.QueryRangeResponse;
import dev.spanflame.proto.tempopb.TimeSeries;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.traces.TestStore;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The root of a trace and another trace lie in a block, the root's child in live data.
final class MetricsTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;
    private static final String METRICS = "\"metrics\":{\"inspectedTraces\":2,\"totalBlocks\":1,\"completedJobs\":1,"
            + "\"totalJobs\":1,\"totalBlockBytes\":\"100\",\"inspectedSpans\":\"3\"}";

    /// What Grafana's plugin of May 2025 knows of an instant answer; it refuses anything else.
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "QueryInstantResponse", Set.of("series", "metrics"),
            "InstantSeries", Set.of("labels", "value"),
            "SearchMetrics",
                    Set.of(
                            "inspectedTraces",
                            "inspectedBytes",
                            "totalBlocks",
                            "completedJobs",
                            "totalJobs",
                            "totalBlockBytes",
                            "inspectedSpans"),
            "KeyValue", Set.of("key", "value"));

    private final TestStore stored = new TestStore();
    private final QueryGate gate = new QueryGate(QueryLimits.defaults());

    @BeforeEach
    void store() throws IOException {
        stored.addBlock(TENANT, 1, List.of(Shop.cartRoot(), Shop.lost()));
        stored.addLive(TENANT, List.of(Shop.cartQuery()));
    }

    private ApiCalls api() {
        MetricsEndpoints endpoints =
                new MetricsEndpoints(stored.store(), gate, () -> Instant.ofEpochSecond(Shop.SECOND + 120));
        return new ApiCalls(endpoints.routes(), List.of(TENANT), () -> false);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String range(String query, String parameters) throws Exception {
        return api().text("/api/metrics/query_range?q=" + encoded(query) + parameters);
    }

    private String instant(String query, String parameters) throws Exception {
        return api().text("/api/metrics/query?q=" + encoded(query) + parameters);
    }

    private QueryRangeResponse parsed(String query, String parameters) throws Exception {
        QueryRangeResponse.Builder response = QueryRangeResponse.newBuilder();
        JsonFormat.parser().merge(range(query, parameters), response);
        return response.build();
    }

    private static String between(long start, long end) {
        return "&start=" + (Shop.SECOND + start) + "&end=" + (Shop.SECOND + end);
    }

    @Test
    void aRangeAnswerIsWhatGrafanaReads() throws Exception {
        assertThat(range(
                        "{} | count_over_time() by (resource.service.name)", between(45, 80) + "&step=20s&exemplars=1"))
                .isEqualTo("{\"series\":[{\"labels\":[{\"key\":\"resource.service.name\",\"value\":"
                        + "{\"stringValue\":\"worker\"}}],\"samples\":["
                        + "{\"timestampMs\":\"1700000040000\"},"
                        + "{\"value\":1.0,\"timestampMs\":\"1700000060000\"},"
                        + "{\"timestampMs\":\"1700000080000\"}],\"exemplars\":[{\"labels\":["
                        + "{\"key\":\"trace:id\",\"value\":{\"stringValue\":\"102030405060708090a0b0c0d0e0f10\"}},"
                        + "{\"key\":\"span:id\",\"value\":{\"stringValue\":\"0000000000000021\"}},"
                        + "{\"key\":\"resource.service.name\",\"value\":{\"stringValue\":\"worker\"}},"
                        + "{\"key\":\"name\",\"value\":{\"stringValue\":\"job\"}}],"
                        + "\"value\":1.0,\"timestampMs\":\"1700000060000\"}]}],"
                        + METRICS.replace("Traces\":2", "Traces\":1").replace("Spans\":\"3", "Spans\":\"1") + "}");
    }

    @Test
    void anInstantAnswerIsWhatGrafanaReads() throws Exception {
        assertThat(instant("{ status = error } | count_over_time()", between(0, 100)))
                .isEqualTo("{\"series\":[{\"labels\":[{\"key\":\"__name__\",\"value\":"
                        + "{\"stringValue\":\"count_over_time\"}}],\"value\":1.0}]," + METRICS + "}");
    }

    @Test
    void anInstantAnswerSetsNoFieldThatGrafanaDoesNotKnow() throws Exception {
        QueryInstantResponse.Builder parsed = QueryInstantResponse.newBuilder();
        JsonFormat.parser()
                .merge(instant("{} | quantile_over_time(duration, .5, .9) by (name, kind)", between(0, 100)), parsed);
        assertThat(parsed.getSeriesCount()).isEqualTo(6);
        assertKnown(parsed.build());
    }

    private static void assertKnown(Message message) {
        Descriptors.Descriptor type = message.getDescriptorForType();
        Set<String> known = KNOWN.get(type.getName());
        message.getAllFields().forEach((field, value) -> {
            if (known != null) {
                assertThat(known).as(type.getName()).contains(field.getJsonName());
            }
            if (value instanceof List<?> list) {
                list.forEach(item -> {
                    if (item instanceof Message nested) {
                        assertKnown(nested);
                    }
                });
            } else if (value instanceof Message nested) {
                assertKnown(nested);
            }
        });
    }

    @Test
    void protobufComesWhenAskedFor() throws Exception {
        String range = "/api/metrics/query_range?q=" + encoded("{} | rate()") + between(0, 100);
        String instant = "/api/metrics/query?q=" + encoded("{} | rate()") + between(0, 100);

        assertThat(QueryRangeResponse.parseFrom(ApiCalls.bytes(api().get(range, "application/protobuf"))))
                .isEqualTo(parsed("{} | rate()", between(0, 100)));
        assertThat(QueryInstantResponse.parseFrom(ApiCalls.bytes(api().get(instant, "application/protobuf")))
                        .getSeries(0)
                        .getValue())
                .isEqualTo(0.03);
    }

    @Test
    void aSplitTraceIsJudgedWholeAndItsSpansCountOnce() throws Exception {
        assertThat(instant("{ name = \"GET /cart\" } > {} | count_over_time()", between(0, 100)))
                .contains("\"value\":1.0");
        stored.addLive(TENANT, List.of(Shop.cartRoot(), Shop.cartQuery()));
        assertThat(instant("{} | count_over_time()", between(0, 100))).contains("\"value\":3.0");
    }

    @ParameterizedTest
    @CsvSource({
        "1700000050, 1700000100",
        "1700000050.5, 1700000100.0",
        "1700000050000000000, 1700000100000000000",
        "2023-11-14T22:14:10Z, 2023-11-14T23:15:00%2B01:00",
    })
    void timesComeInManyForms(String start, String end) throws Exception {
        assertThat(instant("{} | count_over_time()", "&start=" + start + "&end=" + end))
                .contains("\"value\":1.0");
    }

    @Test
    void withoutATimeTheLastHourIsMeasured() throws Exception {
        assertThat(instant("{} | count_over_time()", "")).contains("\"value\":3.0");
        assertThat(instant("{} | count_over_time()", "&since=90s")).contains("\"value\":1.0");
        assertThat(instant("{} | count_over_time()", "&since=30s&end=" + (Shop.SECOND + 80)))
                .contains("\"value\":1.0");
        assertThat(parsed("{} | count_over_time()", "").getSeries(0).getSamplesCount())
                .isEqualTo(242);
    }

    @ParameterizedTest
    @CsvSource({"20, 6", "20.5, 7", "20s, 6", "1m, 3", "500ms, 201"})
    void stepsComeInManyForms(String step, int samples) throws Exception {
        assertThat(parsed("{} | rate()", between(0, 100) + "&step=" + step)
                        .getSeries(0)
                        .getSamplesCount())
                .isEqualTo(samples);
    }

    @Test
    void theQueryMayBeCalledQuery() throws Exception {
        assertThat(api().text("/api/metrics/query?query=" + encoded("{} | count_over_time()")))
                .contains("3.0");
    }

    @Test
    void tooManySeriesMakeAPartialAnswer() throws Exception {
        QueryRangeResponse response = parsed("{} | rate() by (name)", between(0, 100) + "&maxSeries=2");

        assertThat(response.getSeriesCount()).isEqualTo(2);
        assertThat(response.getStatus()).isEqualTo(PartialStatus.PARTIAL);
        assertThat(response.getMessage())
                .contains("exceeds maximum series limit of 2")
                .contains("of 3 series");
        assertThat(range("{} | rate() by (name)", between(0, 100))).doesNotContain("status\":\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{} | rate()",
                "{nestedSetParent<0 && true} | rate()  with(sample=true)",
                "{kind=server && true && status=error} | rate()  with(sample=true)",
                "{nestedSetParent<0 && true} | histogram_over_time(duration) with(sample=true)",
                "{true && true && resource.service.name != nil} | rate() by(resource.service.name)",
                "{true && true && status=error && span.db.statement != nil} | rate() by(span.db.statement)",
                "{true && true && span.http.route != nil} | quantile_over_time(duration, 0.9, 0.5) by(span.http.route)",
                "{true && resource.service.name=\"shop\"} | quantile_over_time(duration, 0.9) by(resource.service.name)",
                "{true && true} | compare({status = error}, 10)",
                "{true} | compare({duration >= 10ms && duration <= 1s}, 10, 1700000000000000000, 1700000100000000000)",
                "{true} | compare({})"
            })
    void theQueriesOfTracesDrilldownAreAnswered(String query) throws Exception {
        QueryRangeResponse response = parsed(query, between(0, 100) + "&step=100s");
        assertThat(response.getSeriesList()).isNotEmpty();
        for (TimeSeries series : response.getSeriesList()) {
            assertThat(series.getSamplesCount()).isEqualTo(2);
            assertThat(series.getLabelsCount()).isPositive();
        }
    }

    @Test
    void aComparisonCountsTheRootOfEveryTraceWhereThereAreManyTraces() throws Exception {
        List<Trace> traces = new ArrayList<>();
        for (int i = 1; i <= 1_500; i++) {
            TraceId id = new TraceId(1, i);
            traces.add(Shop.in("front", Shop.span(id, i, 0, "GET /", Span.KIND_SERVER, 1_000 + i, 5, 0, List.of())));
        }
        stored.addBlock(TENANT, 1_500, traces);
        assertThat(compared("{ resource.service.name = \"front\" } | compare({ status = error })"))
                .contains(
                        "__meta_type=baseline rootName=GET / 1500.0",
                        "__meta_type=baseline rootServiceName=front 1500.0",
                        "__meta_type=baseline resource.service.name=front 1500.0",
                        "__meta_type=baseline_total rootName=nil 1500.0");
    }

    @Test
    void theLabelsOfAComparisonAreWhatDrilldownReads() throws Exception {
        assertThat(compared("{} | compare({status = error}, 10)"))
                .contains(
                        "__meta_type=selection resource.service.name=db 1.0",
                        "__meta_type=baseline resource.service.name=shop 1.0",
                        "__meta_type=baseline_total resource.service.name=nil 2.0",
                        "__meta_type=selection span.db.statement=select 1 1.0",
                        "__meta_type=selection_total span.db.statement=nil 1.0",
                        "__meta_type=baseline span.queue=mail 1.0")
                .noneMatch(line -> line.contains("duration"));
    }

    private List<String> compared(String query) throws Exception {
        List<String> lines = new ArrayList<>();
        for (TimeSeries series : parsed(query, between(0, 100) + "&step=100s").getSeriesList()) {
            KeyValue type = series.getLabels(0);
            KeyValue attribute = series.getLabels(1);
            lines.add(type.getKey() + "=" + type.getValue().getStringValue() + " " + attribute.getKey() + "="
                    + attribute.getValue().getStringValue() + " "
                    + series.getSamplesList().stream()
                            .mapToDouble(sample -> sample.getValue())
                            .sum());
        }
        return lines;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "q=%7B%7D&start=1 | not a metrics query",
                "start=1 | q is missing",
                "q=%7B%7D%7Crate()&start=9&end=8 | end must be greater than start",
                "q=%7B%7D%7Crate()&start=yesterday | start is 'yesterday'",
                "q=%7B%7D%7Crate()&end=1e999999999 | end is '1e999999999'",
                "q=%7B%7D%7Crate()&since=-1h | since is '-1h'",
                "q=%7B%7D%7Crate()&step=-5 | step is '-5'",
                "q=%7B%7D%7Crate()&step=x | step is 'x'",
                "q=%7B%7D%7Crate()&since=24h&step=1s | minimum step for given range is 8.64s",
                "q=%7B%7D%7Crate()&exemplars=many | exemplars is 'many'",
                "q=%7B%7D%7Crate()&maxSeries=-1 | maxSeries is '-1'",
                "q=%7B%7D%7Crate()by() | parse error at line 1",
            })
    void aBadRequestIsToldWhatIsWrong(String parameters, String message) {
        assertThatThrownBy(() -> api().text("/api/metrics/query_range?" + parameters))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST))
                .hasMessageContaining(message);
    }

    @Test
    void quantilesThatDoNotFitAreRefusedBeforeTheyAreMade() {
        String quantiles =
                IntStream.range(1, 5_000).mapToObj(i -> "0.%04d".formatted(i)).collect(joining(","));
        String query = "{} | quantile_over_time(duration," + quantiles + ") by(span:id)";
        assertThatThrownBy(() -> api().text("/api/metrics/query_range?since=1h&step=1s&q=" + encoded(query)))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    }

    @Test
    void endsWhenTheCallerGoes() {
        assertThatThrownBy(() -> api().cancelledBy(() -> true).text("/api/metrics/query?q=" + encoded("{} | rate()")))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
        assertThat(gate.running()).isZero();
    }
}
