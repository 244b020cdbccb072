package dev.spanflame.querier.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.plan.LiteralTest;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values out of dictionaries are those that the rows have.
final class DistinctValuesTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;
    private static final ScanRequest ALL = new ScanRequest(TimeRange.ALL, Set.of(), List.of(), () -> false);
    private static final long START = 1_700_000_000_000_000_000L;

    @Test
    void areThoseOfTheRowsInBlocksAndInLiveData(@TempDir Path folder) throws IOException {
        TestStore stored = new TestStore(folder);
        stored.addBlock(TENANT, 8, traces(0, 40));
        stored.addBlock(TENANT, 8, traces(30, 60));
        stored.addLive(TENANT, traces(50, 70));
        SpanSource source = stored.store().source(List.of(TENANT));
        int fields = 0;
        Set<Value> names = new HashSet<>();
        for (SpanPartition partition : source.pieces(ALL)) {
            List<Field> asked = new ArrayList<>(partition.attributes());
            asked.addAll(List.of(
                    Field.Intrinsic.NAME, Field.Intrinsic.STATUS_MESSAGE, Field.Intrinsic.INSTRUMENTATION_NAME));
            asked.add(new Field.Attribute(Field.Scope.SPAN, "nobody"));
            for (Field field : asked) {
                Set<Value> byRows = new HashSet<>();
                partition.column(field).distinct(RowSet.all(partition.rowCount()), byRows::add);
                Set<Value> known = new HashSet<>();
                partition.distinct(field, known::add);
                assertThat(known).as(field.toString()).isEqualTo(byRows);
                fields++;
            }
            partition.distinct(Field.Intrinsic.NAME, names::add);
        }
        assertThat(fields).isGreaterThan(30);
        assertThat(names).hasSize(7);
    }

    @Test
    void nothingIsRuledOutThatSomeRowHas(@TempDir Path folder) throws IOException {
        TestStore stored = new TestStore(folder);
        stored.addBlock(TENANT, 8, traces(0, 40));
        stored.addLive(TENANT, traces(30, 50));
        Set<Value> values = new HashSet<>(List.of(new Value.Text("name 3"), new Value.Int(START + 35)));
        Set<Field> fields = new HashSet<>(List.of(Field.Intrinsic.NAME, Field.Intrinsic.START));
        fields.add(Field.Intrinsic.DURATION);
        List<SpanPartition> pieces = stored.store().source(List.of(TENANT)).pieces(ALL);
        for (SpanPartition piece : pieces) {
            fields.addAll(piece.attributes());
            piece.attributes().forEach(field -> piece.distinct(field, values::add));
        }
        int held = 0;
        for (SpanPartition piece : pieces) {
            for (Field field : fields) {
                for (Value value : values) {
                    for (FieldOperator operator : List.of(FieldOperator.EQUAL, FieldOperator.GREATER)) {
                        LiteralTest test = new LiteralTest(operator, value);
                        RowSet found = new RowSet(piece.rowCount());
                        piece.column(field).select(test, RowSet.all(piece.rowCount()), found);
                        if (!found.isEmpty()) {
                            held++;
                            assertThat(piece.mayHold(field, test))
                                    .as(field + " " + test)
                                    .isTrue();
                        }
                    }
                }
            }
        }
        assertThat(held).isGreaterThan(300);
    }

    @Test
    void whatStatisticsAndDictionariesDoNotHaveIsRuledOut(@TempDir Path folder) throws IOException {
        TestStore stored = new TestStore(folder);
        stored.addBlock(TENANT, 400, traces(0, 400));
        SpanPartition piece = stored.store().source(List.of(TENANT)).pieces(ALL).getFirst();
        Value none = new Value.Text("nobody");
        for (String key : List.of("route", "absent")) {
            assertThat(piece.mayHold(new Field.Attribute(Field.Scope.SPAN, key), equal(none)))
                    .as(key)
                    .isFalse();
        }
        assertThat(piece.mayHold(new Field.Attribute(Field.Scope.SPAN, "size"), equal(new Value.Int(9))))
                .isFalse();
        assertThat(piece.mayHold(new Field.Attribute(Field.Scope.RESOURCE, "service.name"), equal(none)))
                .isFalse();
        assertThat(piece.mayHold(Field.Intrinsic.NAME, equal(new Value.Text("name 3"))))
                .isTrue();
        LiteralTest slow = new LiteralTest(FieldOperator.GREATER, new Value.Duration(1000));
        assertThat(piece.mayHold(Field.Intrinsic.DURATION, slow)).isFalse();
        assertThat(piece.mayHold(Field.Intrinsic.DURATION, equal(new Value.Duration(1000))))
                .isTrue();
    }

    private static LiteralTest equal(Value value) {
        return new LiteralTest(FieldOperator.EQUAL, value);
    }

    @Test
    void piecesHoldEverySpanAsItWasStored(@TempDir Path folder) throws IOException {
        TestStore stored = new TestStore(folder);
        stored.addBlock(TENANT, 8, traces(0, 20));
        stored.addLive(TENANT, traces(10, 30));
        SpanSource source = stored.store().source(List.of(TENANT));
        assertThat(source.pieces(ALL).stream().mapToInt(SpanPartition::rowCount).sum())
                .isEqualTo(40);
        assertThat(source.partitions(ALL).stream()
                        .mapToInt(SpanPartition::rowCount)
                        .sum())
                .isEqualTo(30);
    }

    private static List<Trace> traces(int from, int to) {
        List<Trace> traces = new ArrayList<>();
        for (int i = from; i < to; i++) {
            traces.add(trace(i));
        }
        return traces;
    }

    private static Trace trace(int i) {
        List<Attribute> attributes = new ArrayList<>(List.of(
                Attribute.of("route", "/r" + i % 3),
                Attribute.of("user", "user-" + i),
                Attribute.of("size", i % 4),
                new Attribute("cached", new AttributeValue.Bool(i % 2 == 0)),
                new Attribute("ratio", new AttributeValue.Real(i % 5 / 2.0))));
        if (i % 10 == 0) {
            attributes.add(Attribute.of("rare" + i, "x"));
            attributes.add(new Attribute(
                    "list", new AttributeValue.Array(List.of(new AttributeValue.Int(i), new AttributeValue.Int(2)))));
        }
        Span span = new Span(
                new TraceId(0, i + 1L),
                7,
                0,
                "",
                0,
                "name " + i % 7,
                2,
                START + i,
                START + i + 1000,
                attributes,
                0,
                List.of(new Span.Event(START + i, "event", List.of(Attribute.of("e", i)), 0)),
                0,
                List.of(),
                0,
                0,
                "");
        Resource resource = new Resource(
                List.of(Attribute.of("service.name", "s" + i % 4)), 0, "", new AttributeValue.Bytes(new byte[0]));
        Scope scope = new Scope("lib" + i % 2, "1", List.of(Attribute.of("k", i % 2)), 0, "");
        return new Trace(
                List.of(new Trace.ResourceSpans(resource, List.of(new Trace.ScopeSpans(scope, List.of(span))))));
    }
}
