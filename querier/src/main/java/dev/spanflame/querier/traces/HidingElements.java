package dev.spanflame.querier.traces;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;

/// Events or links without those of hidden spans.
final class HidingElements implements Elements {
    private final Elements base;
    private final RowMap spans;
    private final RowMap elements;

    HidingElements(Elements base, RowMap spans) {
        this.base = base;
        this.spans = spans;
        elements = new RowMap(base.count());
        for (int i = 0; i < spans.segments(); i++) {
            elements.keep(firstOf(spans.segmentStart(i)), firstOf(spans.segmentEnd(i)));
        }
    }

    @Override
    public int count() {
        return elements.size();
    }

    @Override
    public int spanRow(int element) {
        return spans.toView(base.spanRow(elements.toBase(element)));
    }

    @Override
    public Column column(Field field) {
        return new HidingColumn(base.column(field), elements);
    }

    /// The first element of the span at `row`, or of a later span.
    private int firstOf(int row) {
        int from = 0;
        int to = base.count();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (base.spanRow(middle) < row) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
