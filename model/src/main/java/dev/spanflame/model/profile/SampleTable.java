package dev.spanflame.model.profile;

import dev.spanflame.model.trace.RowTable;
import java.util.Arrays;

/// Samples of one profile as columns, each with one value for each sample type. Not thread-safe.
public final class SampleTable {
    /// Columns of [#rows].
    public enum SampleColumn {
        /// Number of a stack of the batch.
        STACK,
        /// Number of a set of labels of the batch; 0 is the empty one.
        LABEL_SET,
        /// Span that was running, 0 where unknown.
        SPAN_ID,
        /// Upper half of the trace's id; both halves 0 where unknown.
        TRACE_HIGH,
        TRACE_LOW,
        /// Nanoseconds since the epoch, 0 where only the time of the profile is known.
        TIME,
        /// Name of the thread as a [dev.spanflame.model.trace.TextRef], 0 where unknown.
        THREAD
    }

    private final RowTable<SampleColumn> rows = new RowTable<>(SampleColumn.class);
    private final int types;
    private long[] values;

    /// An empty table of samples with `types` values each.
    public SampleTable(int types) {
        this.types = types;
        this.values = new long[64 * types];
    }

    /// Columns other than the values.
    public RowTable<SampleColumn> rows() {
        return rows;
    }

    /// Appends a sample with all values and columns 0 and returns its row. Hot path.
    public int add() {
        int row = rows.add();
        if ((row + 1) * types > values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(values.length, 2));
        } else {
            Arrays.fill(values, row * types, (row + 1) * types, 0);
        }
        return row;
    }

    /// Makes room for `count` samples in all.
    public void reserve(int count) {
        rows.reserve(count);
        values = Arrays.copyOf(values, Math.max(values.length, Math.multiplyExact(count, types)));
    }

    /// Number of samples.
    public int size() {
        return rows.size();
    }

    /// Number of values of each sample.
    public int types() {
        return types;
    }

    /// One value of a sample. Hot path.
    public long value(int row, int type) {
        return values[row * types + type];
    }

    /// Sets one value of a sample. Hot path.
    public void setValue(int row, int type, long value) {
        values[row * types + type] = value;
    }
}
