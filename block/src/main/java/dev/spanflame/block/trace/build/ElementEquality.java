package dev.spanflame.block.trace.build;

import dev.spanflame.block.trace.build.SpanRunBuilder.Cell;
import dev.spanflame.model.trace.RowTable;

/// Compares the events and the links of two spans of one [SpanTail].
final class ElementEquality {
    private ElementEquality() {}

    static boolean sameEvents(SpanTail tail, int a, int b) {
        int fromA = tail.spans().getInt(Cell.EVENTS_FROM, a);
        int fromB = tail.spans().getInt(Cell.EVENTS_FROM, b);
        int count = tail.spans().getInt(Cell.EVENTS_TO, a) - fromA;
        if (count != tail.spans().getInt(Cell.EVENTS_TO, b) - fromB) {
            return false;
        }
        return same(tail.events(), SpanRunBuilder.EventCell.values(), tail.eventAttributes(), fromA, fromB, count);
    }

    static boolean sameLinks(SpanTail tail, int a, int b) {
        int fromA = tail.spans().getInt(Cell.LINKS_FROM, a);
        int fromB = tail.spans().getInt(Cell.LINKS_FROM, b);
        int count = tail.spans().getInt(Cell.LINKS_TO, a) - fromA;
        if (count != tail.spans().getInt(Cell.LINKS_TO, b) - fromB) {
            return false;
        }
        return same(tail.links(), SpanRunBuilder.LinkCell.values(), tail.linkAttributes(), fromA, fromB, count);
    }

    private static <C extends Enum<C>> boolean same(
            RowTable<C> table, C[] cells, AttributeCollector.View attributes, int a, int b, int count) {
        for (int i = 0; i < count; i++) {
            for (C cell : cells) {
                if (table.get(cell, a + i) != table.get(cell, b + i)) {
                    return false;
                }
            }
            if (!attributes.sameRow(a + i, b + i)) {
                return false;
            }
        }
        return true;
    }
}
