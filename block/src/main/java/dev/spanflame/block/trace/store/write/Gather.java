package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.PhysicalType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts the columns of several sources together as [Runs] say. Hot path: whole runs are copied, and of texts the
/// numbers; a dictionary entry is looked at once for each source and group. Not thread-safe.
final class Gather {
    private final Runs runs;
    private final ColumnArrays arrays;
    private final long[] values;
    private long[] words = new long[0];
    private int count;

    /// Into columns that are made of `arrays`.
    Gather(Runs runs, ColumnArrays arrays) {
        this.runs = runs;
        this.arrays = arrays;
        this.values = arrays.longScratch(runs.rows());
    }

    /// The rows that are gathered.
    Runs runs() {
        return runs;
    }

    /// The column of `spec` out of those of the sources; null parts are columns without values. Rows of a required
    /// column have 0 or the empty text where a source has none.
    ColumnData column(ColumnSpec spec, List<@Nullable ColumnData> parts) {
        begin();
        return switch (spec.type()) {
            case BYTE_ARRAY -> texts(spec, parts);
            case FIXED_16 -> wides(parts);
            case BOOLEAN, INT32, INT64, DOUBLE, FIXED_8 -> numbers(spec, parts);
        };
    }

    /// Numbers of shared things, translated for each source.
    ColumnData translated(List<@Nullable ColumnData> parts, List<int[]> translations) {
        begin();
        for (int run = 0; run < runs.count(); run++) {
            ColumnData part = parts.get(runs.source(run));
            int[] translation = translations.get(runs.source(run));
            for (int row = runs.from(run); row < runs.to(run); row++) {
                int old = part == null ? 0 : (int) ((ColumnValues.Longs) part.values()).values()[row];
                values[count++] = translation[old];
            }
        }
        return ColumnData.full(new ColumnValues.Longs(arrays.copy(values, count), count));
    }

    private void begin() {
        words = new long[Presence.words(runs.rows())];
        count = 0;
    }

    private ColumnData numbers(ColumnSpec spec, List<@Nullable ColumnData> parts) {
        boolean isUnsigned = spec.type() == PhysicalType.INT32 && spec.isUnsigned();
        for (int run = 0; run < runs.count(); run++) {
            ColumnData part = parts.get(runs.source(run));
            if (part == null) {
                fillAbsent(spec, run);
                continue;
            }
            int first = part.presence().rank(runs.from(run));
            int length = part.presence().rank(runs.to(run)) - first;
            if (length == 0) {
                continue;
            }
            System.arraycopy(((ColumnValues.Longs) part.values()).values(), first, values, count, length);
            count += length;
            appendIf(spec.optional(), part.presence(), run);
        }
        long[] gathered = arrays.copy(values, count);
        if (isUnsigned) {
            for (int i = 0; i < count; i++) {
                gathered[i] &= 0xffff_ffffL;
            }
        }
        return new ColumnData(presence(spec), new ColumnValues.Longs(gathered, count));
    }

    private void fillAbsent(ColumnSpec spec, int run) {
        if (!spec.optional()) {
            Arrays.fill(values, count, count + runs.length(run), 0);
            count += runs.length(run);
        }
    }

    private ColumnData wides(List<@Nullable ColumnData> parts) {
        long[] highs = arrays.longs(runs.rows());
        long[] lows = arrays.longs(runs.rows());
        for (int run = 0; run < runs.count(); run++) {
            ColumnData part = parts.get(runs.source(run));
            if (part != null && part.values() instanceof ColumnValues.Wides wides) {
                System.arraycopy(wides.highs(), runs.from(run), highs, count, runs.length(run));
                System.arraycopy(wides.lows(), runs.from(run), lows, count, runs.length(run));
            } else {
                Arrays.fill(highs, count, count + runs.length(run), 0);
                Arrays.fill(lows, count, count + runs.length(run), 0);
            }
            count += runs.length(run);
        }
        return ColumnData.full(new ColumnValues.Wides(highs, lows, count));
    }

    private ColumnData texts(ColumnSpec spec, List<@Nullable ColumnData> parts) {
        TextGather texts = new TextGather(parts, runs.rows(), arrays.intScratch(runs.rows()));
        for (int run = 0; run < runs.count(); run++) {
            ColumnData part = parts.get(runs.source(run));
            if (part != null) {
                int first = part.presence().rank(runs.from(run));
                int last = part.presence().rank(runs.to(run));
                if (first < last) {
                    texts.add(runs.source(run), first, last);
                    appendIf(spec.optional(), part.presence(), run);
                }
            } else if (!spec.optional()) {
                texts.addEmpty(runs.length(run));
            }
        }
        return new ColumnData(presence(spec), texts.values(arrays));
    }

    private Presence presence(ColumnSpec spec) {
        return !spec.optional() ? Presence.all(runs.rows()) : Presence.of(runs.rows(), words);
    }

    /// Appends the presence bits of a run of a source, 64 rows at a time, unless the column has none.
    private void appendIf(boolean optional, Presence presence, int run) {
        if (!optional) {
            return;
        }
        int at = runs.start(run);
        int to = runs.to(run);
        for (int row = runs.from(run); row < to; ) {
            int length = Math.min(64, to - row);
            long bits = presence.word(row >>> 6) >>> row;
            int have = 64 - (row & 63);
            if (have < length) {
                bits |= presence.word((row >>> 6) + 1) << have;
            }
            if (length < 64) {
                bits &= (1L << length) - 1;
            }
            words[at >>> 6] |= bits << at;
            if ((at & 63) + length > 64) {
                words[(at >>> 6) + 1] |= bits >>> -at;
            }
            row += length;
            at += length;
        }
    }
}
