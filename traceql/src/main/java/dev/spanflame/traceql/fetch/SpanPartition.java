package dev.spanflame.traceql.fetch;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.type.Value;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A set of whole traces as rows: all spans of a trace are neighbours, in depth-first order, parents first,
/// siblings (and the tops of a trace) by start, then by span id.
///
/// A parent is looked up by its id. Where several spans share that id, a server's parent is a client among
/// them, any other span's a server among them, and failing that the first by start. A span that would be
/// its own ancestor has no stored parent. Spans whose parent is not stored are tops like roots.
///
/// Columns are read when they are asked for. Used by one thread at a time.
public interface SpanPartition {
    /// Earliest start to latest end of any span here.
    TimeRange range();

    /// Number of spans.
    int rowCount();

    /// Number of traces.
    int traceCount();

    /// First row of trace `trace`; `firstRow(traceCount())` is [#rowCount].
    int firstRow(int trace);

    /// Upper half of the id of trace `trace`.
    long traceIdHigh(int trace);

    /// Lower half of the id of trace `trace`.
    long traceIdLow(int trace);

    /// Earliest start of trace `trace` in nanoseconds since the epoch.
    default long traceStartNanos(int trace) {
        long start = Long.MAX_VALUE;
        for (int row = firstRow(trace); row < firstRow(trace + 1); row++) {
            start = Math.min(start, startNanos(row));
        }
        return start;
    }

    /// Latest end of trace `trace` in nanoseconds since the epoch, at most the last instant there is.
    default long traceEndNanos(int trace) {
        long end = Long.MIN_VALUE;
        for (int row = firstRow(trace); row < firstRow(trace + 1); row++) {
            long begin = startNanos(row);
            long finish = begin + durationNanos(row);
            end = Math.max(end, finish < begin ? Long.MAX_VALUE : finish);
        }
        return end;
    }

    /// The traces by their starts, the latest first, equal ones in any order. Nobody may change the array.
    default int[] newestFirst() {
        Comparator<Integer> byStart = Comparator.comparingLong(this::traceStartNanos);
        return IntStream.range(0, traceCount())
                .boxed()
                .sorted(byStart.reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /// Row of the span's parent; -1 if it is a root or its parent is not stored.
    int parentRow(int row);

    /// First row behind the span's descendants: they are the rows `(row, subtreeEnd(row))`.
    int subtreeEnd(int row);

    /// Whether the span was sent without a parent id.
    boolean isRoot(int row);

    /// Id of the span.
    long spanId(int row);

    /// Start in nanoseconds since the epoch.
    long startNanos(int row);

    /// Duration in nanoseconds.
    long durationNanos(int row);

    /// A field of the spans. Never null: a key nobody has gives an empty column.
    Column column(Field field);

    /// Hands every distinct value that some span has in `field` to `out`, each at least once, Nil never.
    /// Cheaper than through [#column] where values are known without looking at rows.
    default void distinct(Field field, Consumer<Value> out) {
        column(field).distinct(RowSet.all(rowCount()), out);
    }

    /// Whether some span may have a value in `field` that satisfies `test`: false only where it is known, without
    /// looking at rows, that none has.
    default boolean mayHold(Field field, ValueTest test) {
        return true;
    }

    /// The events of the spans.
    Elements events();

    /// The links of the spans.
    Elements links();

    /// Keys of all attributes that some row, event or link here has.
    Collection<Field.Attribute> attributes();
}
