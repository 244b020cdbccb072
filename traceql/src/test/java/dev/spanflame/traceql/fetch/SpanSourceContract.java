package dev.spanflame.traceql.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.memory.MemorySpan;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.oracle.Differential;
import dev.spanflame.traceql.oracle.MetricsDifferential;
import dev.spanflame.traceql.oracle.RandomTraces;
import dev.spanflame.traceql.script.Script;
import dev.spanflame.traceql.script.ScriptRunner;
import dev.spanflame.traceql.script.ScriptTarget;
import dev.spanflame.traceql.type.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every implementation of the port must do: subclass it and say how a source is made of spans.
///
/// Rows are compared with those of [MemorySpanSource]; then all scripts and some rounds of random queries are run.
public abstract class SpanSourceContract {
    private static final int DIFFERENTIAL_ROUNDS = Integer.getInteger("spanflame.traceql.contract.rounds", 20);
    private static final List<Field.Intrinsic> OF_ELEMENTS = List.of(
            Field.Intrinsic.EVENT_NAME,
            Field.Intrinsic.EVENT_TIME_SINCE_START,
            Field.Intrinsic.LINK_SPAN_ID,
            Field.Intrinsic.LINK_TRACE_ID);

    /// A source that holds these spans and no others. Called many times.
    protected abstract SpanSource source(List<Trace> traces) throws IOException;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    static List<Script> scripts() {
        return ScriptRunner.scripts();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rowsAreTheSpansInDepthFirstOrder(long seed) throws IOException {
        List<Trace> traces = traces(seed);
        Map<TraceId, List<String>> found = new HashMap<>();
        for (SpanPartition partition : source(traces).partitions(everything())) {
            for (int trace = 0; trace < partition.traceCount(); trace++) {
                TraceId id = new TraceId(partition.traceIdHigh(trace), partition.traceIdLow(trace));
                assertThat(found.put(id, tree(partition, trace)))
                        .as("pieces of one trace")
                        .isNull();
            }
            assertThat(partition.firstRow(partition.traceCount())).isEqualTo(partition.rowCount());
        }
        Map<TraceId, List<String>> expected = new HashMap<>();
        for (SpanPartition partition : MemorySpanSource.of(traces).partitions(everything())) {
            for (int trace = 0; trace < partition.traceCount(); trace++) {
                TraceId id = new TraceId(partition.traceIdHigh(trace), partition.traceIdLow(trace));
                expected.put(id, tree(partition, trace));
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void columnsHoldTheValues(long seed) throws IOException {
        List<Trace> traces = traces(seed);
        SpanPartition reference =
                MemorySpanSource.of(traces).partitions(everything()).getFirst();
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < reference.rowCount(); row++) {
            rows.put(identity(reference, row), row);
        }
        for (SpanPartition partition : source(traces).partitions(everything())) {
            for (Field field : spanFields(reference)) {
                Column expected = reference.column(field);
                Column column = partition.column(field);
                for (int row = 0; row < partition.rowCount(); row++) {
                    Integer other = rows.get(identity(partition, row));
                    assertThat(other).as("a span that was not sent").isNotNull();
                    assertThat(shown(column.value(row)))
                            .as(field + " of row " + row)
                            .isEqualTo(shown(expected.value(Objects.requireNonNull(other))));
                }
                checkColumn(column, partition.rowCount(), field);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eventsAndLinksStandInOrderBehindTheirSpans(long seed) throws IOException {
        List<Trace> traces = traces(seed);
        SpanPartition reference =
                MemorySpanSource.of(traces).partitions(everything()).getFirst();
        List<String> expected = new ArrayList<>(elements(reference));
        List<String> found = new ArrayList<>();
        for (SpanPartition partition : source(traces).partitions(everything())) {
            found.addAll(elements(partition));
            for (Field field : elementFields(reference)) {
                checkColumn(partition.events().column(field), partition.events().count(), field);
                checkColumn(partition.links().column(field), partition.links().count(), field);
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void attributesAreTheKeysThatHaveValues(long seed) throws IOException {
        List<Trace> traces = traces(seed);
        Set<Field.Attribute> expected = new HashSet<>(
                MemorySpanSource.of(traces).partitions(everything()).getFirst().attributes());
        Set<Field.Attribute> found = new HashSet<>();
        for (SpanPartition partition : source(traces).partitions(everything())) {
            found.addAll(partition.attributes());
        }
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rangesHoldAllSpansAndThePartitionWithTheNewestComesFirst(long seed) throws IOException {
        long newest = Long.MAX_VALUE;
        for (SpanPartition partition : source(traces(seed)).partitions(everything())) {
            for (int row = 0; row < partition.rowCount(); row++) {
                long start = partition.startNanos(row);
                assertThat(partition.range().contains(start)).isTrue();
                assertThat(partition.range().contains(start + partition.durationNanos(row)))
                        .isTrue();
            }
            if (partition.rowCount() > 0) {
                assertThat(partition.range().endNanos()).isLessThanOrEqualTo(newest);
                newest = partition.range().endNanos();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noTraceThatCouldMatchIsLeftOut(long seed) throws IOException {
        List<Trace> traces = traces(seed);
        SpanSource source = source(traces);
        SpanPartition reference =
                MemorySpanSource.of(traces).partitions(everything()).getFirst();
        for (Field field : spanFields(reference)) {
            Column column = reference.column(field);
            for (int row = 0; row < reference.rowCount(); row++) {
                Value value = column.value(row);
                if (!(value instanceof Value.Nil)) {
                    long start = reference.startNanos(row);
                    ScanRequest.Condition condition = new ScanRequest.Condition(field, value::equals);
                    ScanRequest request = new ScanRequest(
                            new TimeRange(start, start), Set.of(field), List.of(condition), () -> false);
                    assertThat(identities(source.partitions(request)))
                            .as(field + " = " + value)
                            .contains(identity(reference, row));
                }
            }
        }
    }

    @Test
    void aSpanSentTwiceIsThereOnce() throws IOException {
        List<Trace> traces = traces(1);
        List<Trace> doubled = new ArrayList<>(traces);
        doubled.addAll(traces);
        List<String> once = new ArrayList<>();
        source(traces).partitions(everything()).forEach(partition -> once.addAll(identities(List.of(partition))));
        List<String> twice = new ArrayList<>();
        source(doubled).partitions(everything()).forEach(partition -> twice.addAll(identities(List.of(partition))));
        assertThat(twice).containsExactlyInAnyOrderElementsOf(once);
    }

    @Test
    void anEmptySourceAnswersEverything() throws IOException {
        for (SpanPartition partition : source(List.of()).partitions(everything())) {
            assertThat(partition.rowCount()).isZero();
            assertThat(partition.events().count()).isZero();
            assertThat(partition.attributes()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void scriptsAreAnswered(Script script) {
        ScriptRunner.run(script, ScriptTarget.of(this::unchecked));
    }

    @Test
    void randomQueriesAreAnsweredLikeTheOracleAnswersThem() throws IOException {
        new Differential(this::unchecked, true).run(5_000, DIFFERENTIAL_ROUNDS);
    }

    @Test
    void randomMetricsAreMeasuredLikeTheOracleMeasuresThem() throws IOException {
        new MetricsDifferential(this::unchecked).run(9_000, DIFFERENTIAL_ROUNDS);
    }

    private SpanSource unchecked(List<Trace> traces) {
        try {
            return source(traces);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Trace> traces(long seed) {
        return new RandomTraces(new Random(seed)).next();
    }

    private static ScanRequest everything() {
        return new ScanRequest(TimeRange.ALL, Set.of(), List.of(), () -> false);
    }

    /// The rows of a trace with their parents and the ends of their subtrees, relative to the first.
    private static List<String> tree(SpanPartition partition, int trace) {
        int first = partition.firstRow(trace);
        List<String> rows = new ArrayList<>();
        for (int row = first; row < partition.firstRow(trace + 1); row++) {
            int parent = partition.parentRow(row) < 0 ? -1 : partition.parentRow(row) - first;
            rows.add(partition.spanId(row) + " from " + partition.startNanos(row) + " for "
                    + partition.durationNanos(row) + " under " + parent + " up to "
                    + (partition.subtreeEnd(row) - first) + (partition.isRoot(row) ? " root" : ""));
        }
        return rows;
    }

    private static String identity(SpanPartition partition, int row) {
        int trace = 0;
        while (partition.firstRow(trace + 1) <= row) {
            trace++;
        }
        return new TraceId(partition.traceIdHigh(trace), partition.traceIdLow(trace)) + "/" + partition.spanId(row)
                + "@" + partition.startNanos(row);
    }

    private static List<String> identities(List<SpanPartition> partitions) {
        List<String> found = new ArrayList<>();
        for (SpanPartition partition : partitions) {
            for (int row = 0; row < partition.rowCount(); row++) {
                found.add(identity(partition, row));
            }
        }
        return found;
    }

    private static List<Field> spanFields(SpanPartition reference) {
        List<Field> fields = new ArrayList<>(List.of(Field.Intrinsic.values()));
        fields.removeAll(OF_ELEMENTS);
        for (Field.Attribute attribute : reference.attributes()) {
            if (attribute.scope() != Field.Scope.EVENT && attribute.scope() != Field.Scope.LINK) {
                fields.add(attribute);
            }
        }
        fields.add(new Field.Attribute(Field.Scope.SPAN, "nobody.has.this"));
        return fields;
    }

    private static List<Field> elementFields(SpanPartition reference) {
        List<Field> fields = new ArrayList<>(OF_ELEMENTS);
        for (Field.Attribute attribute : reference.attributes()) {
            if (attribute.scope() == Field.Scope.EVENT || attribute.scope() == Field.Scope.LINK) {
                fields.add(attribute);
            }
        }
        fields.sort(Comparator.comparing(Object::toString));
        return fields;
    }

    private static List<String> elements(SpanPartition partition) {
        List<String> found = new ArrayList<>();
        List<Elements> both = List.of(partition.events(), partition.links());
        for (int kind = 0; kind < both.size(); kind++) {
            Elements elements = both.get(kind);
            int last = -1;
            int position = 0;
            for (int i = 0; i < elements.count(); i++) {
                int row = elements.spanRow(i);
                assertThat(row).isGreaterThanOrEqualTo(last);
                position = row == last ? position + 1 : 0;
                last = row;
                StringBuilder text = new StringBuilder(kind + " " + identity(partition, row) + " " + position);
                for (Field field : elementFields(partition)) {
                    Value value = elements.column(field).value(i);
                    text.append(value instanceof Value.Nil ? "" : " " + field + "=" + shown(value));
                }
                found.add(text.toString());
            }
        }
        return found;
    }

    /// The methods of a column agree with the values of its rows.
    private static void checkColumn(Column column, int size, Field field) {
        RowSet candidates = new RowSet(size);
        Set<Value> distinct = new LinkedHashSet<>();
        RowSet present = new RowSet(size);
        for (int row = 0; row < size; row++) {
            Value value = column.value(row);
            if (row % 3 != 1) {
                candidates.add(row);
                if (!(value instanceof Value.Nil)) {
                    distinct.add(value);
                    present.add(row);
                }
            }
        }
        RowSet found = new RowSet(size);
        column.present(candidates, found);
        assertThat(found.words()).as("present " + field).isEqualTo(present.words());
        Set<Value> handed = new HashSet<>();
        column.distinct(candidates, handed::add);
        assertThat(handed).as("distinct " + field).isEqualTo(distinct);
        if (column.isEmpty()) {
            assertThat(distinct).as("empty " + field).isEmpty();
        }
        checkBulk(column, candidates, field);
        for (Value wanted : distinct) {
            checkSelect(column, wanted, candidates, field);
        }
    }

    /// What is handed over for many rows at once is what each row has; other rows stay as they were.
    private static void checkBulk(Column column, RowSet candidates, Field field) {
        int[] numbers = new int[candidates.size()];
        Arrays.fill(numbers, -7);
        NumberedValues values = column.number(candidates, numbers);
        List<String> read = new ArrayList<>();
        column.read(candidates, new TextSink(read));
        List<String> expected = new ArrayList<>();
        for (int row = 0; row < numbers.length; row++) {
            Value value = column.value(row);
            boolean hasNumber = candidates.contains(row) && !(value instanceof Value.Nil);
            if (candidates.contains(row) && !(value instanceof Value.Nil)) {
                assertThat(numbers[row]).isBetween(1, values.size() - 1);
                assertThat(values.value(numbers[row]))
                        .as(field + " of row " + row)
                        .isEqualTo(value);
            } else if (candidates.contains(row) && numbers[row] > 0) {
                assertThat(values.value(numbers[row])).isEqualTo(Value.NIL);
            } else {
                assertThat(numbers[row]).as("row without " + field).isEqualTo(-7);
            }
            if (candidates.contains(row)) {
                new TextSink(expected).of(row, value);
            }
        }
        assertThat(read).as("numbers of " + field).containsExactlyInAnyOrderElementsOf(expected);
    }

    /// Numbers as text.
    private record TextSink(List<String> out) implements NumberSink {
        @Override
        public void ofInt(int row, long value) {
            out.add(row + ": int " + value);
        }

        @Override
        public void ofDuration(int row, long nanos) {
            out.add(row + ": duration " + nanos);
        }

        @Override
        public void ofFloat(int row, double value) {
            out.add(row + ": float " + value);
        }
    }

    /// Asking for one value adds the candidates that have it, and leaves other rows as they were.
    private static void checkSelect(Column column, Value wanted, RowSet candidates, Field field) {
        RowSet expected = new RowSet(candidates.size());
        RowSet selected = new RowSet(candidates.size());
        if (candidates.size() > 1) {
            selected.add(1);
            expected.add(1);
        }
        for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
            if (column.value(row).equals(wanted)) {
                expected.add(row);
            }
        }
        column.select(wanted::equals, candidates, selected);
        assertThat(selected.words()).as(field + " = " + wanted).isEqualTo(expected.words());
    }

    /// Values as text; of opaque ones only that they are.
    private static String shown(Value value) {
        return value instanceof Value.Opaque ? "opaque" : value.toString();
    }

    /// Spans of the records, for subclasses that count them.
    protected static int spanCount(List<Trace> traces) {
        return MemorySpan.of(traces).size();
    }
}
