package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.EventColumn;
import dev.spanflame.block.trace.LinkColumn;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.fetch.WholeRange;
import dev.spanflame.traceql.type.Value;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Makes columns for the intrinsics of spans, events and links.
final class IntrinsicColumns {
    private static final Column NOTHING = new UnionColumn(List.of());
    private static final Value NO_TEXT = new Value.Text("");

    private final SpanRows rows;

    IntrinsicColumns(SpanRows rows) {
        this.rows = rows;
    }

    /// An intrinsic of the spans; an empty column for those of events and links.
    Column ofSpans(Field.Intrinsic intrinsic, TraceFacts facts) {
        return switch (intrinsic) {
            case DURATION -> number(SpanColumn.DURATION, NumberColumn.Meaning.DURATION);
            case STATUS -> number(SpanColumn.STATUS, NumberColumn.Meaning.STATUS);
            case KIND -> number(SpanColumn.KIND, NumberColumn.Meaning.KIND);
            case START -> number(SpanColumn.START, NumberColumn.Meaning.INT);
            case NAME -> text(rows.spans().column(SpanColumn.NAME));
            case TRACE_STATE -> text(rows.spans().column(SpanColumn.TRACE_STATE));
            case STATUS_MESSAGE -> textOrEmpty(rows.spans().column(SpanColumn.STATUS_MESSAGE));
            case SPAN_ID -> new RowColumn(row -> hex(Cells.number(rows.spans().column(SpanColumn.SPAN_ID), row, 0)));
            case PARENT_ID -> new RowColumn(row -> hex(new SpanReader(rows).parentId(row)));
            case CHILD_COUNT -> new ComputedNumberColumn(facts::childCount);
            case NESTED_SET_LEFT -> new ComputedNumberColumn(facts::left);
            case NESTED_SET_RIGHT -> new ComputedNumberColumn(facts::right);
            case NESTED_SET_PARENT -> new ParentLeftColumn(facts);
            case TRACE_ID -> ofTraceIds(facts);
            case TRACE_DURATION -> ofTraceDurations(facts);
            case ROOT_NAME -> ofRoots(SpanColumn.NAME, facts);
            case ROOT_SERVICE_NAME -> ofRoots(SpanColumn.SERVICE_NAME, facts);
            case INSTRUMENTATION_NAME ->
                ofScopes(i -> new Value.Text(rows.scopes().get(i).name()));
            case INSTRUMENTATION_VERSION ->
                ofScopes(i -> new Value.Text(rows.scopes().get(i).version()));
            case EVENT_NAME, EVENT_TIME_SINCE_START, LINK_SPAN_ID, LINK_TRACE_ID -> NOTHING;
        };
    }

    /// An intrinsic of the events.
    Column ofEvents(Field.Intrinsic intrinsic) {
        return switch (intrinsic) {
            case EVENT_NAME -> text(rows.events().column(EventColumn.NAME));
            case EVENT_TIME_SINCE_START ->
                number(rows.events().column(EventColumn.TIME), NumberColumn.Meaning.DURATION);
            default -> NOTHING;
        };
    }

    /// An intrinsic of the links.
    Column ofLinks(Field.Intrinsic intrinsic) {
        ColumnData traceIds = rows.links().column(LinkColumn.TRACE_ID);
        ColumnData spanIds = rows.links().column(LinkColumn.SPAN_ID);
        return switch (intrinsic) {
            case LINK_SPAN_ID -> new RowColumn(link -> hex(Cells.number(spanIds, link, 0)));
            case LINK_TRACE_ID ->
                new RowColumn(link ->
                        new Value.Text(new TraceId(Cells.high(traceIds, link), Cells.low(traceIds, link)).shortHex()));
            default -> NOTHING;
        };
    }

    private Column number(SpanColumn column, NumberColumn.Meaning meaning) {
        return number(rows.spans().column(column), meaning);
    }

    private static Column number(@Nullable ColumnData data, NumberColumn.Meaning meaning) {
        return data == null ? NOTHING : new NumberColumn(data, meaning);
    }

    private static Column text(@Nullable ColumnData data) {
        return data == null ? NOTHING : DictionaryColumn.ofTexts(data);
    }

    /// A column in which the empty text stands where nothing is stored.
    private Column textOrEmpty(@Nullable ColumnData data) {
        int[] numbers = new int[rows.spans().rows()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = numberOrEmpty(data, row);
        }
        return textsAfterEmpty(data, numbers);
    }

    /// The text that the first root of the row's trace has, the empty one in a trace without a root.
    private Column ofRoots(SpanColumn column, TraceFacts facts) {
        ColumnData data = rows.spans().column(column);
        return new TraceColumn(
                rows.traces(),
                test -> {
                    IntPredicate asked = askedOnce(data, test);
                    return trace -> asked.test(numberOfRoot(data, facts, trace));
                },
                () -> {
                    int[] numbers = new int[rows.spans().rows()];
                    for (int trace = 0; trace < rows.traces().count(); trace++) {
                        Arrays.fill(
                                numbers,
                                rows.traces().firstRow(trace),
                                rows.traces().firstRow(trace + 1),
                                numberOfRoot(data, facts, trace));
                    }
                    return textsAfterEmpty(data, numbers);
                });
    }

    private static int numberOfRoot(@Nullable ColumnData data, TraceFacts facts, int trace) {
        int root = facts.root(trace);
        return root < 0 ? 0 : numberOrEmpty(data, root);
    }

    /// The test as a question about a number that [#numberOrEmpty] gave, answered once for each.
    private static IntPredicate askedOnce(@Nullable ColumnData data, ValueTest test) {
        ByteStrings entries = entries(data);
        byte[] answers = new byte[1 + entries.size()];
        return number -> {
            if (answers[number] == 0) {
                Value text = number == 0 ? NO_TEXT : new Value.Text(entries.text(number - 1));
                answers[number] = (byte) (test.test(text) ? 1 : 2);
            }
            return answers[number] == 1;
        };
    }

    private static ByteStrings entries(@Nullable ColumnData data) {
        return data == null ? ByteStrings.EMPTY : ((ColumnValues.Texts) data.values()).entries();
    }

    /// One more than the number of the text in a row; 0 where it has none.
    private static int numberOrEmpty(@Nullable ColumnData data, int row) {
        if (data == null || !data.presence().has(row)) {
            return 0;
        }
        return 1 + ((ColumnValues.Texts) data.values()).id(data.presence().rank(row));
    }

    /// A column of the numbers that [#numberOrEmpty] gave.
    private static Column textsAfterEmpty(@Nullable ColumnData data, int[] numbers) {
        ByteStrings entries = entries(data);
        return new DictionaryColumn(
                numbers,
                1 + entries.size(),
                number -> number == 0 ? NO_TEXT : new Value.Text(entries.text(number - 1)));
    }

    /// A column that has one value for a whole trace, worked out once for each trace asked about.
    private Column ofTraces(TraceFacts facts, TraceColumn.Asking asking, IntFunction<Value> value) {
        return new TraceColumn(rows.traces(), asking, () -> {
            int[] traces = facts.traceOfRow();
            int count = traces.length == 0 ? 0 : traces[traces.length - 1] + 1;
            return new DictionaryColumn(traces, count, value);
        });
    }

    private Column ofTraceIds(TraceFacts facts) {
        IntFunction<Value> id = trace -> new Value.Text(rows.traces().id(trace).shortHex());
        return ofTraces(facts, test -> trace -> test.test(id.apply(trace)), id);
    }

    private Column ofTraceDurations(TraceFacts facts) {
        return ofTraces(
                facts,
                test -> {
                    WholeRange range = test.wholes();
                    return range == null
                            ? trace -> test.testDuration(facts.end(trace) - facts.start(trace))
                            : trace -> range.contains(facts.end(trace) - facts.start(trace));
                },
                trace -> new Value.Duration(facts.end(trace) - facts.start(trace)));
    }

    private Column ofScopes(IntFunction<Value> value) {
        ColumnData data = rows.spans().column(SpanColumn.SCOPE);
        int[] numbers = new int[rows.spans().rows()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (int) Cells.number(data, i, 0);
        }
        return new DictionaryColumn(numbers, rows.scopes().size(), value);
    }

    private static Value hex(long id) {
        return new Value.Text(Hex.of(id));
    }
}
