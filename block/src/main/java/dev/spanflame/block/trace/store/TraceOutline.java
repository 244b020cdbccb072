package dev.spanflame.block.trace.store;

import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.model.trace.TraceId;
import java.util.Arrays;
import java.util.Objects;

/// What of the traces of a block stays in memory: how many there are, how many spans they have, and the first id in
/// each page of `traces.parquet`, by which the page of any other is found. The arrays must not change.
public record TraceOutline(int count, int spans, long[] firstHighs, long[] firstLows) {
    /// The outline of `traces`, which lie in pages as `table` says.
    public static TraceOutline of(TraceIndex traces, TableIndex table) {
        long[] highs = new long[pages(table)];
        long[] lows = new long[highs.length];
        int page = 0;
        int from = 0;
        for (RowGroupIndex group : table.groups()) {
            PageBounds bounds = group.bounds();
            for (int i = 0; i < bounds.pages(); i++) {
                int first = Objects.checkIndex(from + bounds.start(i), traces.count());
                highs[page] = traces.highs()[first];
                lows[page++] = traces.lows()[first];
            }
            from += bounds.rows();
        }
        return new TraceOutline(traces.count(), traces.firstRow(traces.count()), highs, lows);
    }

    /// Pages of all row groups.
    static int pages(TableIndex table) {
        return table.groups().stream().mapToInt(group -> group.bounds().pages()).sum();
    }

    /// The page that has this id if any has, counted over all row groups; -1 where it would be before the first.
    public int pageOf(long high, long low) {
        int from = 0;
        int to = firstHighs.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (TraceId.compare(firstHighs[middle], firstLows[middle], high, low) <= 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return to;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TraceOutline outline
                && count == outline.count
                && spans == outline.spans
                && Arrays.equals(firstHighs, outline.firstHighs)
                && Arrays.equals(firstLows, outline.firstLows);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(firstHighs) + Arrays.hashCode(firstLows);
    }
}
