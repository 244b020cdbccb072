package dev.spanflame.block.parquet.table;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where pages end: after `maxRows` rows, or before the plain values of any column would exceed `maxBytes`, whichever
/// comes first. A row that exceeds it alone gets a page of its own.
public record PageLayout(int maxRows, int maxBytes) {
    /// 8,192 rows or 8 MiB.
    public static final PageLayout DEFAULT = new PageLayout(8192, 8 << 20);

    /// Throws [IllegalArgumentException] for pages that readers would refuse.
    public PageLayout {
        if (maxRows < 1 || maxRows > ReadLimits.DEFAULT.pageRows()) {
            throw new IllegalArgumentException(
                    "pages of " + maxRows + " rows: 1 to " + ReadLimits.DEFAULT.pageRows() + " are possible");
        }
        if (maxBytes < 1 || maxBytes > ReadLimits.DEFAULT.pageBytes() / 2) {
            throw new IllegalArgumentException(
                    "pages of " + maxBytes + " bytes: 1 to " + ReadLimits.DEFAULT.pageBytes() / 2 + " are possible");
        }
    }

    /// The pages of the rows `[from, to)` of `columns`.
    public PageBounds bounds(TableSchema schema, List<ColumnData> columns, int from, int to) {
        int rows = maxRows;
        for (ColumnSpec spec : schema.columns()) {
            rows = Math.min(rows, Math.max(1, maxBytes / spec.type().width()));
        }
        List<ColumnData> large = new ArrayList<>();
        for (ColumnData column : columns) {
            if (column.values() instanceof ColumnValues.Texts texts && !isSmall(column, texts, rows, from, to)) {
                large.add(column);
            }
        }
        int[] starts = new int[16];
        int size = 0;
        for (int at = from; at < to; ) {
            if (size + 2 > starts.length) {
                starts = Arrays.copyOf(starts, size * 2);
            }
            starts[size++] = at;
            at = pageEnd(large, at, (int) Math.min(to, (long) at + rows));
        }
        starts[size++] = to;
        return PageBounds.of(Arrays.copyOf(starts, size));
    }

    /// Whether no page of `rows` rows can be too large, whichever entries its rows have.
    private boolean isSmall(ColumnData column, ColumnValues.Texts texts, int rows, int from, int to) {
        int first = column.presence().rank(from);
        int last = column.presence().rank(to);
        int longest = 0;
        if (texts.entries().size() <= last - first) {
            for (int id = 0; id < texts.entries().size(); id++) {
                longest = Math.max(longest, texts.entries().length(id));
            }
        } else {
            for (int i = first; i < last; i++) {
                longest = Math.max(longest, texts.entries().length(texts.ids()[i]));
            }
        }
        return (longest + 4L) * Math.min(rows, last - first) <= maxBytes;
    }

    private int pageEnd(List<ColumnData> large, int start, int latest) {
        int end = latest;
        for (ColumnData column : large) {
            ColumnValues.Texts texts = (ColumnValues.Texts) column.values();
            int value = column.presence().rank(start);
            long bytes = 0;
            for (int row = start; row < end; row++) {
                if (column.presence().has(row)) {
                    bytes += 4L + texts.entries().length(texts.ids()[value++]);
                }
                if (bytes > maxBytes && row > start) {
                    end = row;
                }
            }
        }
        return end;
    }
}
