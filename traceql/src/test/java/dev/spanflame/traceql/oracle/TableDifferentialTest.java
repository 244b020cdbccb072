package dev.spanflame.traceql.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.TablePlan;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.metrics.table.TableResult;
import dev.spanflame.traceql.oracle.OracleValues.Nanos;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.TableExpr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Tables of random spans, compared with what counting them one by one gives.
final class TableDifferentialTest {
    private static final int ROUNDS = Integer.getInteger("spanflame.traceql.rounds", 250) / 2;
    private static final long FIRST_SEED = Long.getLong("spanflame.traceql.seed", 1L);
    private static final TimeAxis AXIS = TimeAxis.instant(999_999L, 4_000_000L);
    private static final List<String> COLUMNS = List.of(
            "count()",
            "rate()",
            "traces()",
            "distinct(.i)",
            "distinct(event.s)",
            "distinct(span.m)",
            "avg(duration)",
            "min(span.i)",
            "max(.m)",
            "sum(resource.i)",
            "sum(event.i + 1)",
            "max(length(span.arr))",
            "quantile(duration, 0.5)",
            "quantile(span.i, .9)",
            "quantile(span.m, 0)",
            "quantile(event.i, 1)");
    private static final List<String> GROUPS = List.of(
            "name",
            "status",
            "resource.service.name",
            "span.i",
            ".m",
            "event:name",
            "rootName",
            "span.arr",
            "item(span.m, 0)",
            "length(.m) > 1");

    @Test
    void tablesHoldWhatCountingGives() throws IOException {
        int answered = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            List<Trace> traces = new RandomTraces(random).next();
            RandomQueries queries = new RandomQueries(random);
            for (int i = 0; i < 20; i++) {
                String input = random.nextInt(3) == 0 ? "{}" : queries.next();
                answered += check(seed, input + " | " + table(random), traces) ? 1 : 0;
            }
        }
        assertThat(answered).as("tables with rows").isGreaterThan(ROUNDS * 8);
    }

    private static String table(Random random) {
        List<String> columns = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            columns.add(COLUMNS.get(random.nextInt(COLUMNS.size())));
        }
        List<String> by = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            by.add(GROUPS.get(random.nextInt(GROUPS.size())));
        }
        return "stats(" + String.join(", ", columns) + ")" + (by.isEmpty() ? "" : " by(" + String.join(", ", by) + ")");
    }

    private static boolean check(long seed, String text, List<Trace> traces) throws IOException {
        Query query = TraceQl.parse(text);
        TablePlan plan;
        List<String> expected;
        try {
            plan = TraceQl.tabulate(query);
            expected = expected((TableExpr) query.root(), traces);
        } catch (BackendException | Oracle.SeveralSets _) {
            return false;
        }
        for (MemorySpanSource source : List.of(MemorySpanSource.of(traces), MemorySpanSource.of(traces, 2, true))) {
            List<String> found = new ArrayList<>();
            for (TableResult.Row row :
                    plan.query(source, MetricsOptions.of(AXIS)).rows()) {
                List<String> cells = new ArrayList<>();
                row.keys().forEach(key -> cells.add(Differential.shown(key)));
                for (double number : row.numbers()) {
                    cells.add(Differential.shown((Object) number));
                }
                found.add(cells.toString());
            }
            found.sort(null);
            assertThat(found).as("seed " + seed + ": " + text).isEqualTo(expected);
        }
        return !expected.isEmpty();
    }

    private static List<String> expected(TableExpr table, List<Trace> traces) {
        Map<List<Optional<Object>>, List<OracleSpan>> groups = new LinkedHashMap<>();
        if (table.by().isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        for (List<Oracle.Group> sets : new Oracle(traces).run(table.input()).values()) {
            for (Oracle.Group set : sets) {
                for (OracleSpan span : set.spans()) {
                    long start = span.span().startNanos();
                    if (start > AXIS.startNanos() && start <= AXIS.endNanos()) {
                        List<Optional<Object>> key = new ArrayList<>();
                        table.by().forEach(field -> key.add(Optional.ofNullable(OracleExpr.first(field, span))));
                        groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(span);
                    }
                }
            }
        }
        List<String> rows = new ArrayList<>();
        groups.forEach((key, spans) -> {
            List<String> cells = new ArrayList<>();
            key.forEach(value -> cells.add(Differential.shown(value.orElse("nil"))));
            table.columns().forEach(column -> cells.add(Differential.shown((Object) number(column, spans))));
            rows.add(cells.toString());
        });
        rows.sort(null);
        return rows;
    }

    private static double number(TableExpr.Column column, List<OracleSpan> spans) {
        List<Double> numbers = new ArrayList<>();
        Set<Object> values = new HashSet<>();
        for (OracleSpan span : spans) {
            for (FieldExpr argument : column.arguments()) {
                Object value = OracleExpr.first(argument, span);
                if (value != null) {
                    values.add(value);
                }
                if (value != null && OracleExpr.isNumber(value) && !value.equals(Double.NaN)) {
                    numbers.add(OracleExpr.number(value) / (value instanceof Nanos ? 1e9 : 1));
                }
            }
        }
        numbers.sort(null);
        return switch (column.measure()) {
            case COUNT -> spans.size();
            case RATE -> spans.size() / (AXIS.stepNanos() / 1e9);
            case TRACES -> spans.stream().map(OracleSpan::trace).distinct().count();
            case DISTINCT -> values.size();
            case AVG, MIN, MAX, SUM, QUANTILE -> numbers.isEmpty() ? Double.NaN : total(column, numbers);
        };
    }

    private static double total(TableExpr.Column column, List<Double> numbers) {
        double sum = numbers.stream().mapToDouble(number -> number).sum();
        return switch (column.measure()) {
            case AVG -> sum / numbers.size();
            case MIN -> numbers.getFirst();
            case MAX -> numbers.getLast();
            case SUM -> sum;
            case QUANTILE -> {
                double share =
                        OracleExpr.number(OracleValues.literal(column.shares().getFirst()));
                yield numbers.get((int) Math.max(1, Math.ceil(share * numbers.size())) - 1);
            }
            case COUNT, RATE, TRACES, DISTINCT -> throw new AssertionError("counted elsewhere");
        };
    }
}
