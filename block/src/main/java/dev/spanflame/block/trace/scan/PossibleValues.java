package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TableRows;
import dev.spanflame.model.trace.ValueType;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.fetch.WholeRange;
import dev.spanflame.traceql.type.Value;
import org.jspecify.annotations.Nullable;

/// What statistics and dictionaries say of the values that spans may have, before rows are read.
record PossibleValues(SpanRows rows) {
    /// Entries up to which all of a dictionary are asked about; what is looked for by its bytes is looked for in any.
    private static final int FEW = 256;

    /// Whether some span may have a value in `field` that satisfies `test`.
    boolean mayHold(Field field, ValueTest test) {
        return switch (field) {
            case Field.Attribute(Field.Scope scope, String key) ->
                switch (scope) {
                    case SPAN -> mayHold(key, test);
                    case RESOURCE ->
                        !rows.isServiceName(key) || mayHold(spans().distinct(SpanColumn.SERVICE_NAME), test);
                    case INSTRUMENTATION, EVENT, LINK -> true;
                };
            case Field.Intrinsic intrinsic ->
                switch (intrinsic) {
                    case NAME -> mayHold(spans().distinct(SpanColumn.NAME), test);
                    case DURATION -> mayHold(spans().bounds(SpanColumn.DURATION), test);
                    case START -> mayHold(spans().bounds(SpanColumn.START), test);
                    default -> true;
                };
        };
    }

    private TableRows<SpanColumn> spans() {
        return rows.spans();
    }

    private boolean mayHold(String key, ValueTest test) {
        for (ValueType type : ValueType.values()) {
            AttributeKey attribute = new AttributeKey(key, type);
            if (type != ValueType.EMPTY && spans().mayHave(attribute) && mayHold(attribute, test)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayHold(AttributeKey attribute, ValueTest test) {
        return switch (attribute.type()) {
            case INT -> mayHold(spans().bounds(attribute), test);
            case STRING -> mayHold(spans().distinct(attribute), test);
            case EMPTY, DOUBLE, BOOL, BYTES, ARRAY, MAP -> true;
        };
    }

    private static boolean mayHold(@Nullable WholeRange bounds, ValueTest test) {
        WholeRange wanted = test.wholes();
        return bounds == null || wanted == null || bounds.meets(wanted);
    }

    private static boolean mayHold(@Nullable ColumnValues distinct, ValueTest test) {
        if (!(distinct instanceof ColumnValues.Texts texts)) {
            return true;
        }
        ByteStrings entries = texts.entries();
        WantedTexts wanted = WantedTexts.of(test);
        if (wanted != null) {
            return wanted.hasAny(entries);
        }
        for (int id = 0; id < entries.size() && entries.size() <= FEW; id++) {
            if (test.test(new Value.Text(entries.text(id)))) {
                return true;
            }
        }
        return entries.size() > FEW;
    }
}
