package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.FetchedPages;
import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.FetchPlan;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.TableIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads rows of some columns of a table, across its row groups. Holds nothing; used by one thread at a time.
final class TableScan {
    private final TableReader reader;
    private final long[] groupStarts;

    TableScan(TableReader reader) {
        this.reader = reader;
        TableIndex index = reader.index();
        groupStarts = new long[index.groups().size() + 1];
        for (int group = 0; group < index.groups().size(); group++) {
            groupStarts[group + 1] = groupStarts[group] + index.group(group).rows();
        }
    }

    /// Takes the rows that begin with row `first` of the table, a part of those asked for.
    @FunctionalInterface
    interface Sink {
        void accept(long first, List<ColumnData> columns) throws IOException;
    }

    long rows() {
        return groupStarts[groupStarts.length - 1];
    }

    /// Hands the rows `[from, to)` of `columns` to `sink`, a part for each row group they lie in.
    void read(long from, long to, int[] columns, Sink sink) throws IOException {
        if (from < 0 || to > rows()) {
            throw new IndexOutOfBoundsException("rows [" + from + ", " + to + ") of " + rows());
        }
        for (int group = 0; group + 1 < groupStarts.length; group++) {
            long start = Math.max(from, groupStarts[group]);
            long end = Math.min(to, groupStarts[group + 1]);
            if (start < end) {
                int first = (int) (start - groupStarts[group]);
                int last = (int) (end - groupStarts[group]);
                sink.accept(start, readGroup(group, first, last, columns));
            }
        }
    }

    private List<ColumnData> readGroup(int group, int from, int to, int[] columns) throws IOException {
        PageBounds bounds = reader.index().group(group).bounds();
        FetchPlan plan = reader.plan();
        for (int column : columns) {
            plan.pages(group, column, bounds.pageOf(from), bounds.pageOf(to - 1) + 1);
        }
        FetchedPages fetched = reader.fetch(plan);
        List<ColumnData> data = new ArrayList<>(columns.length);
        for (int column : columns) {
            data.add(reader.chunk(group, column, fetched).read(from, to));
        }
        return data;
    }

    /// The numbers of a column, 0 where there is none; an array of length 0 when there is none at all.
    static long[] numbers(ColumnData column) {
        Presence presence = column.presence();
        if (presence.count() == 0) {
            return new long[0];
        }
        return spread(presence, ((ColumnValues.Longs) column.values()).values());
    }

    /// The number in a row of a column, 0 where there is none.
    static long numberAt(ColumnData column, int row) {
        Presence presence = column.presence();
        if (!presence.has(row)) {
            return 0;
        }
        long[] values = ((ColumnValues.Longs) column.values()).values();
        return values[presence.isAll() ? row : presence.rank(row)];
    }

    /// Values of a column without gaps spread over all rows, 0 for the others.
    static long[] spread(Presence presence, long[] values) {
        if (presence.isAll()) {
            return values;
        }
        long[] rows = new long[presence.rows()];
        int next = 0;
        for (int word = 0; word < Presence.words(presence.rows()); word++) {
            for (long bits = presence.word(word); bits != 0; bits &= bits - 1) {
                rows[(word << 6) + Long.numberOfTrailingZeros(bits)] = values[next++];
            }
        }
        return rows;
    }

    /// The numbers of a column that has one in every row, narrowed. Hot path.
    static int[] ints(ColumnData column) {
        long[] values = ((ColumnValues.Longs) column.values()).values();
        int[] narrow = new int[column.rows()];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (int) values[i];
        }
        return narrow;
    }
}
