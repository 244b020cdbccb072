package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.LongIntMap;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.EventColumn;
import dev.spanflame.block.trace.LinkColumn;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.store.RestValues;
import dev.spanflame.block.trace.store.SourceTable;
import dev.spanflame.model.trace.ValueType;
import dev.spanflame.proto.otlp.AnyValueCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares spans of several sources by all they hold: resource, scope, fields, attributes, events, links. Meant for
/// the few that look alike. Not thread-safe.
final class SpanIdentity {
    private final List<GroupPlan.Source> sources;

    SpanIdentity(List<GroupPlan.Source> sources) {
        this.sources = sources;
    }

    /// A cell: bits of a number, or a slice of bytes.
    private record Cell(long bits, byte[] bytes) {
        static final Cell NONE = new Cell(0, new byte[0]);

        @Override
        public boolean equals(Object other) {
            return other instanceof Cell cell && bits == cell.bits && Arrays.equals(bytes, cell.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(bits) + Arrays.hashCode(bytes);
        }
    }

    /// Equal for equal spans, for each process in another way.
    long hash(int source, int row) throws IOException {
        SourceTable<SpanColumn> spans = sources.get(source).group().spans();
        long hash = Arrays.hashCode(cell(spans.column(SpanColumn.NAME), row).bytes());
        for (Map.Entry<AttributeKey, Cell> entry : attributes(spans, row).entrySet()) {
            hash = LongIntMap.mix(hash + entry.getKey().hashCode());
            hash = LongIntMap.mix(hash + entry.getValue().hashCode());
        }
        return hash;
    }

    /// Whether two rows hold the same span.
    boolean isEqual(int sourceA, int a, int sourceB, int b) throws IOException {
        GroupPlan.Source left = sources.get(sourceA);
        GroupPlan.Source right = sources.get(sourceB);
        return isSameFields(left, a, right, b)
                && attributes(left.group().spans(), a)
                        .equals(attributes(right.group().spans(), b))
                && isSameElements(
                        left.group().events(), right.group().events(), EventColumn.SPAN, EventColumn.values(), a, b)
                && isSameElements(
                        left.group().links(), right.group().links(), LinkColumn.SPAN, LinkColumn.values(), a, b);
    }

    private static boolean isSameFields(GroupPlan.Source left, int a, GroupPlan.Source right, int b) {
        SourceTable<SpanColumn> spansA = left.group().spans();
        SourceTable<SpanColumn> spansB = right.group().spans();
        for (SpanColumn column : SpanColumn.values()) {
            boolean isSame = switch (column) {
                case TRACE_ID, SUBTREE_SIZE, SERVICE_NAME, PARENT_ID -> true;
                case PARENT -> parentId(spansA, a) == parentId(spansB, b);
                case RESOURCE ->
                    left.resources()[(int) cell(spansA.column(column), a).bits()]
                            == right.resources()[
                                    (int) cell(spansB.column(column), b).bits()];
                case SCOPE ->
                    left.scopes()[(int) cell(spansA.column(column), a).bits()]
                            == right.scopes()[
                                    (int) cell(spansB.column(column), b).bits()];
                case FLAGS, DROPPED_ATTRIBUTES, DROPPED_EVENTS, DROPPED_LINKS ->
                    (int) cell(spansA.column(column), a).bits()
                            == (int) cell(spansB.column(column), b).bits();
                default -> cell(spansA.column(column), a).equals(cell(spansB.column(column), b));
            };
            if (!isSame) {
                return false;
            }
        }
        return true;
    }

    private static long parentId(SourceTable<SpanColumn> spans, int row) {
        long distance = Cells.number(spans.column(SpanColumn.PARENT), row, -1);
        if (distance <= 0) {
            return distance < 0 ? 0 : Cells.number(spans.column(SpanColumn.PARENT_ID), row, 0);
        }
        return Cells.number(spans.column(SpanColumn.SPAN_ID), row - (int) distance, 0);
    }

    private static <C extends Enum<C>> boolean isSameElements(
            SourceTable<C> left, SourceTable<C> right, C owner, C[] columns, int a, int b) throws IOException {
        int fromA = Cells.lowerBound(left.column(owner), a);
        int fromB = Cells.lowerBound(right.column(owner), b);
        int count = Cells.lowerBound(left.column(owner), a + 1L) - fromA;
        if (count != Cells.lowerBound(right.column(owner), b + 1L) - fromB) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            for (C column : columns) {
                Cell cellA = cell(left.column(column), fromA + i);
                Cell cellB = cell(right.column(column), fromB + i);
                boolean is32Bits =
                        column.name().equals("FLAGS") || column.name().equals("DROPPED_ATTRIBUTES");
                boolean isSame = is32Bits ? (int) cellA.bits() == (int) cellB.bits() : cellA.equals(cellB);
                if (column != owner && !isSame) {
                    return false;
                }
            }
            if (!attributes(left, fromA + i).equals(attributes(right, fromB + i))) {
                return false;
            }
        }
        return true;
    }

    private static SortedMap<AttributeKey, Cell> attributes(SourceTable<?> table, int row) throws IOException {
        SortedMap<AttributeKey, Cell> cells = new TreeMap<>();
        for (AttributeKey key : table.columnKeys()) {
            ColumnData column = table.columnValues(key);
            if (column != null && column.presence().has(row)) {
                cells.put(key, plain(key.type(), cell(column, row)));
            }
        }
        RestValues rest = table.rest();
        for (int i = rest.lowerBound(row); i < rest.count() && rest.row(i) == row; i++) {
            AttributeKey key = rest.key(i);
            Cell cell = key.isText()
                    ? new Cell(0, rest.bytes(i))
                    : new Cell(key.type() == ValueType.EMPTY ? 0 : rest.number(i), Cell.NONE.bytes());
            cells.put(key, plain(key.type(), cell));
        }
        return cells;
    }

    /// Arrays and maps in the one spelling that our encoder gives them, whatever the sender's was.
    private static Cell plain(ValueType type, Cell cell) {
        return switch (type) {
            case ARRAY, MAP ->
                new Cell(0, AnyValueCodec.encode(AnyValueCodec.decode(cell.bytes(), 0, cell.bytes().length)));
            case EMPTY -> Cell.NONE;
            case DOUBLE -> new Cell(Double.doubleToLongBits(Double.longBitsToDouble(cell.bits())), Cell.NONE.bytes());
            case STRING, BYTES, BOOL, INT -> cell;
        };
    }

    private static Cell cell(@Nullable ColumnData column, int row) {
        if (column == null || !column.presence().has(row)) {
            return Cell.NONE;
        }
        int at = column.presence().rank(row);
        return switch (column.values()) {
            case ColumnValues.Longs longs -> new Cell(longs.values()[at], Cell.NONE.bytes());
            case ColumnValues.Texts texts -> new Cell(0, texts.entries().copy(texts.ids()[at]));
            case ColumnValues.Wides wides ->
                new Cell(
                        wides.highs()[at],
                        ByteBuffer.allocate(8).putLong(wides.lows()[at]).array());
        };
    }
}
