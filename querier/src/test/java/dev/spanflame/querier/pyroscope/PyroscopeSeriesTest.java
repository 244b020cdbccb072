package dev.spanflame.querier.pyroscope;

import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.RANGE;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.SELECT;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.call;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Series that look into profiles, heat maps, and what a query costs.
final class PyroscopeSeriesTest {
    @Test
    void sumsTheSamplesOfACallSiteAlone() {
        String site = ",\"stackTraceSelector\":{\"callSite\":[{\"name\":\"main\"},{\"name\":\"run\"}]}";
        assertThat(call("SelectSeries", "{" + SELECT + ",\"step\":60,\"groupBy\":[\"service_name\"]" + site + "}"))
                .isEqualTo("{\"series\":[{\"labels\":[{\"name\":\"service_name\",\"value\":\"cart\"}],"
                        + "\"points\":[{\"value\":30.0,\"timestamp\":\"60001\"}]},"
                        + "{\"labels\":[{\"name\":\"service_name\",\"value\":\"shop\"}],"
                        + "\"points\":[{\"value\":7.0,\"timestamp\":\"60001\"}]}]}");
    }

    @Test
    void averagesOverTheProfilesOfAPoint() {
        String site = ",\"stackTraceSelector\":{\"callSite\":[{\"name\":\"main\"},{\"name\":\"idle\"}]}";
        String average = ",\"step\":60,\"aggregation\":\"TIME_SERIES_AGGREGATION_TYPE_AVERAGE\"";
        assertThat(call("SelectSeries", "{" + SELECT + average + site + "}")).contains("\"value\":3.0");
    }

    @Test
    void showsTheSpanBehindAPoint() {
        String spans = ",\"step\":60,\"groupBy\":[\"service_name\"],\"exemplarType\":\"EXEMPLAR_TYPE_SPAN\"}";
        assertThat(call("SelectSeries", "{" + SELECT + spans))
                .contains("\"spanId\":\"0000000000000abc\",\"value\":\"5\"")
                .contains("\"traceId\":\"0000000000000000%016x\"".formatted(0xabcL * 31));
    }

    @Test
    void drawsHeatMapsDownToATenthOfASecond() {
        String map = call(
                "SelectHeatmap",
                "{" + SELECT + ",\"step\":0.1,\"queryType\":\"HEATMAP_QUERY_TYPE_INDIVIDUAL\","
                        + "\"exemplarType\":\"EXEMPLAR_TYPE_INDIVIDUAL\"}");
        assertThat(map).contains("\"timestamp\":\"10001\"", "\"timestamp\":\"20001\"", "\"timestamp\":\"20501\"");
        assertThat(map).contains("\"yMin\":[4.0,5.35,", "\"profileId\":");
        assertThat(map.split("\"slots\"", -1)).hasSize(2);
        String spans = call(
                "SelectHeatmap",
                "{" + SELECT + ",\"step\":15,\"queryType\":\"HEATMAP_QUERY_TYPE_SPAN\","
                        + "\"exemplarType\":\"EXEMPLAR_TYPE_SPAN\",\"groupBy\":[\"service_name\"]}");
        assertThat(spans)
                .contains("\"counts\":[1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]")
                .contains("\"spanId\":\"0000000000000abc\"", "\"shop\"")
                .doesNotContain("cart");
        assertThat(call("SelectHeatmap", "{" + SELECT.replace("100000", "500") + ",\"step\":1}"))
                .isEqualTo("{}");
    }

    @Test
    void tellsWhatAQueryReads() {
        String query = "{" + RANGE + ",\"query\":\"{service_name=\\\"shop\\\"}\"}";
        assertThat(call(PyroscopeApiTest.live(), PyroscopeApiTest.CALLER, "AnalyzeQuery", query))
                .contains("{\"componentType\":\"ingester\",\"componentCount\":\"1\",\"seriesCount\":\"2\","
                        + "\"profileCount\":\"3\",\"sampleCount\":\"4\"}");
        assertThat(call(PyroscopeApiTest.flushed(), PyroscopeApiTest.CALLER, "AnalyzeQuery", query))
                .contains("\"componentType\":\"store-gateway\",\"componentCount\":\"1\",\"blockCount\":\"2\","
                        + "\"seriesCount\":\"2\",\"profileCount\":\"3\",\"sampleCount\":\"4\",\"profileBytes\":")
                .contains("\"totalQueriedSeries\":\"2\"");
    }
}
