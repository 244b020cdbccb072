package dev.spanflame.querier.tempo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.querier.arrow.ArrowReaders;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.traces.TestStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers as tables. The root of a trace and another trace lie in a block, the root's child in live data.
final class ArrowAnswersTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;
    private static final String WINDOW = "&start=" + Shop.SECOND + "&end=" + (Shop.SECOND + 100);
    private static final String CART = "00000000000000000000000000abcdef";
    private static final String START = "1700000001000000000";

    private final TestStore stored = new TestStore();
    private final QueryGate gate = new QueryGate(QueryLimits.defaults());

    @BeforeEach
    void store() throws IOException {
        stored.addBlock(TENANT, 1, List.of(Shop.cartRoot(), Shop.lost()));
        stored.addLive(TENANT, List.of(Shop.cartQuery()));
    }

    private ApiCalls api() {
        return new ApiCalls(
                new TempoApi(stored.store(), gate, new BuildInfo("1", "2", "3", "4")).routes(),
                List.of(TENANT),
                () -> false);
    }

    private List<String> table(String path) throws Exception {
        return ArrowReaders.read(api().get(path, ArrowReply.TYPE), 20);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The schema, then what each of the readers says.
    private static void check(List<String> found, String fields, String... rows) {
        assertThat(found.getFirst()).isEqualTo("fields " + fields);
        for (String reader : List.of("pyarrow", "polars", "duckdb")) {
            int at = found.indexOf(reader + " " + rows.length);
            assertThat(at).as(reader + " in " + found).isPositive();
            assertThat(found.subList(at + 1, at + 1 + rows.length)).as(reader).containsExactly(rows);
        }
    }

    @Test
    void aSearchHasARowForEachSpan() throws Exception {
        check(
                table("/api/search?q=" + encoded("{ span.http.response.status_code > 1 } || { span.db.cached }")),
                "trace_id string; root_service string; root_name string; trace_start timestamp[ns, tz=UTC];"
                        + " trace_duration duration[ns]; span_set int64; matched int64; span_id string;"
                        + " span_name string; start timestamp[ns, tz=UTC]; duration duration[ns];"
                        + " http.response.status_code int64; db.cached bool",
                CART + "|shop|GET /cart|" + START + "|100000000|0|2|0000000000000011|null|" + START
                        + "|100000000|200|null",
                CART + "|shop|GET /cart|" + START + "|100000000|0|2|0000000000000012|null|1700000001010000000"
                        + "|40000000|null|true");
    }

    @Test
    void groupsAndAggregatesAreColumnsToo() throws Exception {
        check(
                table("/api/search?q="
                        + encoded("{ name = \"job\" } | by(resource.service.name) | avg(duration) < 1s")),
                "trace_id string; root_service string; root_name string; trace_start timestamp[ns, tz=UTC];"
                        + " trace_duration duration[ns]; span_set int64; matched int64; span_id string;"
                        + " span_name string; start timestamp[ns, tz=UTC]; duration duration[ns];"
                        + " by(resource.service.name) string; avg(duration) duration[ns]; service.name string",
                "0102030405060708090a0b0c0d0e0f10|null|null|1700000060000000000|500000|0|1|0000000000000021|job"
                        + "|1700000060000000000|500000|worker|500000|worker");
    }

    @Test
    void seriesHaveARowForEachSample() throws Exception {
        check(
                table("/api/metrics/query_range?step=20s&start=" + (Shop.SECOND + 45) + "&end=" + (Shop.SECOND + 80)
                        + "&q=" + encoded("{} | count_over_time() by(name)")),
                "time timestamp[ns, tz=UTC]; value double; name string",
                "1700000040000000000|0.0|job",
                "1700000060000000000|1.0|job",
                "1700000080000000000|0.0|job");
    }

    @Test
    void anInstantAnswerHasARowForEachSeries() throws Exception {
        check(
                table("/api/metrics/query?q=" + encoded("{} | max_over_time(duration) by(status, span.db.cached)")
                        + WINDOW),
                "time timestamp[ns, tz=UTC]; value double; status string; span.db.cached bool",
                "1700000100000000000|0.1|unset|null",
                "1700000100000000000|0.04|error|true");
    }

    @Test
    void whatIsMissingIsNoted() throws Exception {
        assertThat(table("/api/metrics/query?maxSeries=1&q=" + encoded("{} | rate() by(name)") + WINDOW))
                .contains("notes message=the first 1 of 3 series are shown; status=PARTIAL", "pyarrow 1");
    }

    @Test
    void aTraceHasARowForEachSpan() throws Exception {
        String fields = "trace_id string; span_id string; parent_span_id string; service string; name string;"
                + " kind string; status string; status_message string; start timestamp[ns, tz=UTC];"
                + " duration duration[ns]; attributes string; resource_attributes string; scope_name string;"
                + " scope_version string; events string; links string; trace_state string";
        String root = CART + "|0000000000000011|null|shop|GET /cart|server|unset|null|" + START + "|100000000"
                + "|{\"http.response.status_code\":200,\"http.route\":\"/cart\"}|{\"service.name\":\"shop\"}|lib|1.0"
                + "|null|null|null";
        String query = CART + "|0000000000000012|0000000000000011|db|query|client|error|null|1700000001010000000"
                + "|40000000|{\"db.cached\":true,\"db.statement\":\"select 1\",\"odd/key with blank\":\"x\"}"
                + "|{\"service.name\":\"db\"}|lib|1.0|null|null|null";
        check(table("/api/v2/traces/abcdef"), fields, root, query);
        check(table("/api/traces/abcdef"), fields, root, query);
        check(table("/api/v2/traces/abcdef?q=" + encoded("{ status = error }")), fields, query);
        check(table("/api/v2/traces/123"), fields);
        assertThat(api().get("/api/traces/123", ArrowReply.TYPE).status()).isEqualTo(404);
    }

    @Test
    void statisticsAreATable() throws Exception {
        check(
                table("/api/stats?q="
                        + encoded("{} | stats(count(), max(duration), avg(span.none)) by(resource.service.name)")
                        + WINDOW),
                "resource.service.name string; count() int64; max(duration) double; avg(span.none) double",
                "db|1|0.04|null",
                "shop|1|0.1|null",
                "worker|1|0.0005|null");
    }

    @Test
    void statisticsComeInJson() throws Exception {
        assertThat(api().text("/api/stats?limit=2&q="
                        + encoded(
                                "{} | stats(count(), quantile(duration, .5), max(span.none)) by(kind, span.db.cached)")
                        + WINDOW))
                .isEqualTo("{\"columns\":[{\"name\":\"kind\",\"role\":\"key\"},"
                        + "{\"name\":\"span.db.cached\",\"role\":\"key\"},"
                        + "{\"name\":\"count()\",\"role\":\"number\",\"type\":\"integer\"},"
                        + "{\"name\":\"quantile(duration, 0.5)\",\"role\":\"number\",\"type\":\"float\",\"unit\":\"s\"},"
                        + "{\"name\":\"max(span.none)\",\"role\":\"number\",\"type\":\"float\"}],"
                        + "\"rows\":[[\"client\",true,1,0.04,null],[\"consumer\",null,1,5.0E-4,null]],"
                        + "\"status\":\"PARTIAL\",\"message\":\"the first 2 of 3 rows are shown\","
                        + "\"metrics\":{\"inspectedTraces\":2,\"inspectedSpans\":3}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; q is missing",
                "q={}; not a query for a table: expected stats(...)",
                "q={} | rate(); not a query for a table",
                "q={} | stats(count())&limit=200000; limit is 200000; expected at most 100000",
                "q={} | stats(count())&limit=x; limit is 'x'",
                "q={} | stats(count())&start=5&end=4; end must be greater than start",
                "q={} | stats(count()) by(; unexpected $end"
            })
    void whatCannotBeATableIsRefused(String query, String message) {
        String url = "/api/stats?"
                + query.replace(" ", "%20")
                        .replace("{", "%7B")
                        .replace("}", "%7D")
                        .replace("|", "%7C");
        assertThatThrownBy(() -> api().text(url))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTableIsNoSeriesAndNoSearch() throws Exception {
        assertThatThrownBy(() -> api().text("/api/metrics/query?q=" + encoded("{} | stats(count())")))
                .hasMessageContaining("/api/stats");
        assertThat(api().text("/api/search?q=" + encoded("{ name = \"job\" } | stats(count())")))
                .contains("102030405060708090a0b0c0d0e0f10");
    }
}
