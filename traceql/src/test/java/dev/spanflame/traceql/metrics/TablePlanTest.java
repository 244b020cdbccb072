package dev.spanflame.traceql.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.metrics.table.TableResult;
import dev.spanflame.traceql.script.TraceNotation;
import dev.spanflame.traceql.type.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TablePlanTest {
    private static final MemorySpanSource SOURCE = MemorySpanSource.of(TraceNotation.parse(List.of(
                    "trace 5",
                    "  A front \"a\" server +0ms 100ms unset span.n=1",
                    "    B front \"b\" client +1ms 50ms error span.n=2.5",
                    "      C db \"c\" server +2ms 10ms unset span.n=\"x\"",
                    "trace 6 start=1s",
                    "  E front \"a\" server +0ms 20ms unset span.n=1",
                    "    F - \"c\" server +1ms 10ms unset span.list=[4, 5]"))
            .traces());
    private static final TimeAxis AXIS =
            TimeAxis.instant(TraceNotation.EPOCH_NANOS - 1, TraceNotation.EPOCH_NANOS + 10_000_000_000L - 1);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{} | stats(count()); 5.0",
                "{} | stats(count(), traces(), rate()); 5.0 2.0 0.5",
                "{} | stats(avg(duration), min(duration), max(duration), sum(duration)); 0.038 0.01 0.1 0.19",
                "{} | stats(sum(span.n), max(span.n)); 4.5 2.5",
                "{} | stats(distinct(span.n), distinct(name), distinct(span.x)); 3.0 3.0 0.0",
                "{} | stats(quantile(duration, 0), quantile(duration, .5), quantile(duration, 1)); 0.01 0.02 0.1",
                "{} | stats(avg(span.missing), count()); NaN 5.0",
                "{} | stats(avg(span.n * 2)); 3.0",
                "{} | stats(max(item(span.list, 1)), max(length(span.list))); 5.0 2.0",
                "{ status = error } | stats(count(), max(duration)); 1.0 0.05",
                "{ name = \"none\" } | stats(count()); 0.0",
                "{ false } | stats(count()); 0.0",
                "!{ status = error } | stats(count(), traces()); 2.0 1.0",
                "{} | count() > 2 | stats(count()); 3.0",
                "{} | stats(count()) by(resource.service.name); front 3.0 |  1.0 | db 1.0",
                "{} | stats(count(), traces()) by(name); a 2.0 2.0 | c 2.0 2.0 | b 1.0 1.0",
                "{} | stats(count()) by(status, kind); unset server 4.0 | error client 1.0",
                "{} | stats(avg(span.n)) by(name); b 2.5 | a 1.0 | c NaN",
                "{} | stats(count()) by(span.n); 1 2.0 | 2.5 1.0 | nil 1.0 | x 1.0"
            })
    void aRowHasItsNumbers(String query, String expected) throws IOException {
        assertThat(rows(table(query, 0))).isEqualTo(expected);
    }

    @Test
    void headingsSayWhatNumbersAre() throws IOException {
        TableResult table = table("{} | stats(count(), avg(duration), quantile(duration, 0.99)) by(.service.name)", 0);

        assertThat(table.keys()).containsExactly(".service.name");
        assertThat(table.numbers())
                .containsExactly(
                        new TableResult.Heading("count()", true, false),
                        new TableResult.Heading("avg(duration)", false, true),
                        new TableResult.Heading("quantile(duration, 0.99)", false, true));
        assertThat(table.inspectedSpans()).isEqualTo(5);
        assertThat(table.inspectedTraces()).isEqualTo(2);
    }

    @Test
    void theFirstRowsAreKept() throws IOException {
        TableResult table = table("{} | stats(count()) by(name)", 1);

        assertThat(rows(table)).isEqualTo("a 2.0");
        assertThat(table.truncated()).isTrue();
        assertThat(table.foundRows()).isEqualTo(3);
    }

    @Test
    void spansBeyondTheTimeAreNotCounted() throws IOException {
        TimeAxis first = TimeAxis.instant(TraceNotation.EPOCH_NANOS - 1, TraceNotation.EPOCH_NANOS + 1_000_000L);
        TableResult table = TraceQl.tabulate(TraceQl.parse("{} | stats(count(), max(duration))"))
                .query(SOURCE, MetricsOptions.of(first));

        assertThat(rows(table)).isEqualTo("2.0 0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{} | rate(); not a query for a table",
                "{}; not a query for a table",
                "{} | stats(); expecting one of count, rate, traces, distinct, avg, min, max, sum, quantile",
                "{} | stats(median(duration)); unexpected IDENTIFIER median, expecting one of count",
                "{} | stats(count() avg(duration)); expecting , or )",
                "{} | stats(count(duration)); unexpected duration, expecting )",
                "{} | stats(avg()); unexpected )",
                "{} | stats(avg(name)); must resolve to a number type: avg(name) (found string)",
                "{} | stats(avg(1)); must reference the span: avg(1)",
                "{} | stats(distinct(1)); must reference the span: distinct(1)",
                "{} | stats(quantile(duration)); unexpected ), expecting ,",
                "{} | stats(quantile(duration, 2)); quantile must be between 0 and 1: 2.0",
                "{} | stats(quantile(duration, -1)); unexpected -, expecting FLOAT or INTEGER",
                "{} | stats(count()) by(); expecting a field",
                "{} | stats(count()) | { }; unexpected | behind a table",
                "{} | stats(count()) > 1; unexpected >",
                "({} | stats(count())); unexpected brackets around a table",
                "count() | stats(count()); unexpected | behind an aggregate"
            })
    void whatMakesNoTableIsRefusedWithItsPlace(String query, String message) {
        assertThatThrownBy(() -> TraceQl.tabulate(TraceQl.parse(query)))
                .isInstanceOfSatisfying(
                        BackendException.class,
                        e -> assertThat(e.text()).contains(message).contains("line 1, col"));
    }

    @Test
    void otherQuestionsSayWhereATableBelongs() {
        assertThatThrownBy(() -> TraceQl.measure(TraceQl.parse("{} | stats(count())")))
                .hasMessageContaining("/api/stats");
    }

    private static TableResult table(String query, int maxRows) throws IOException {
        return TraceQl.tabulate(TraceQl.parse(query))
                .query(SOURCE, MetricsOptions.of(AXIS).withMaxSeries(maxRows));
    }

    private static String rows(TableResult table) {
        List<String> rows = new ArrayList<>();
        for (TableResult.Row row : table.rows()) {
            List<String> cells = new ArrayList<>();
            row.keys().forEach(key -> cells.add(Values.text(key)));
            for (double number : row.numbers()) {
                cells.add(Double.toString(number));
            }
            rows.add(String.join(" ", cells));
        }
        return String.join(" | ", rows);
    }
}
