package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
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
    private static final byte[] NOTHING = new byte[0];

    private final Runs runs;
    private long[] words = new long[0];
    private long[] values = new long[0];
    private long[] lows = new long[0];
    private int[] ids = new int[0];
    private int count;

    Gather(Runs runs) {
        this.runs = runs;
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
        return ColumnData.full(new ColumnValues.Longs(Arrays.copyOf(values, count), count));
    }

    private void begin() {
        int rows = runs.rows();
        words = new long[Presence.words(rows) + 1];
        if (values.length < rows) {
            values = new long[rows];
        }
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
            System.arraycopy(((ColumnValues.Longs) part.values()).values(), first, values, count, length);
            count += length;
            append(part.presence(), run);
        }
        long[] gathered = Arrays.copyOf(values, count);
        if (isUnsigned) {
            for (int i = 0; i < count; i++) {
                gathered[i] &= 0xffff_ffffL;
            }
        }
        return new ColumnData(presence(), new ColumnValues.Longs(gathered, count));
    }

    private void fillAbsent(ColumnSpec spec, int run) {
        if (!spec.optional()) {
            Arrays.fill(values, count, count + runs.length(run), 0);
            count += runs.length(run);
            append(Presence.all(runs.to(run)), run);
        }
    }

    private ColumnData wides(List<@Nullable ColumnData> parts) {
        if (lows.length < values.length) {
            lows = new long[values.length];
        }
        for (int run = 0; run < runs.count(); run++) {
            ColumnData part = parts.get(runs.source(run));
            if (part != null && part.values() instanceof ColumnValues.Wides wides) {
                System.arraycopy(wides.highs(), runs.from(run), values, count, runs.length(run));
                System.arraycopy(wides.lows(), runs.from(run), lows, count, runs.length(run));
            }
            count += runs.length(run);
        }
        return ColumnData.full(new ColumnValues.Wides(Arrays.copyOf(values, count), Arrays.copyOf(lows, count), count));
    }

    private ColumnData texts(ColumnSpec spec, List<@Nullable ColumnData> parts) {
        if (ids.length < runs.rows()) {
            ids = new int[runs.rows()];
        }
        ByteInterner interner = new ByteInterner();
        int[][] translations = new int[parts.size()][];
        for (int run = 0; run < runs.count(); run++) {
            ColumnData part = parts.get(runs.source(run));
            if (part != null && part.values() instanceof ColumnValues.Texts texts) {
                int[] translation = translations[runs.source(run)];
                if (translation == null) {
                    translation = new int[texts.entries().size()];
                    translations[runs.source(run)] = translation;
                }
                int first = part.presence().rank(runs.from(run));
                int last = part.presence().rank(runs.to(run));
                translate(texts, first, last, translation, interner);
                append(part.presence(), run);
            } else if (!spec.optional()) {
                int empty = interner.intern(NOTHING, 0, 0);
                Arrays.fill(ids, count, count + runs.length(run), empty);
                count += runs.length(run);
                append(Presence.all(runs.to(run)), run);
            }
        }
        return new ColumnData(presence(), new ColumnValues.Texts(Arrays.copyOf(ids, count), count, interner.strings()));
    }

    /// Appends the values `[first, last)`; `translation` holds known numbers plus one.
    private void translate(ColumnValues.Texts texts, int first, int last, int[] translation, ByteInterner interner) {
        ByteStrings entries = texts.entries();
        for (int i = first; i < last; i++) {
            int old = texts.ids()[i];
            int known = translation[old];
            if (known == 0) {
                known = interner.intern(entries.bytes(), entries.offset(old), entries.length(old)) + 1;
                translation[old] = known;
            }
            ids[count++] = known - 1;
        }
    }

    private Presence presence() {
        return Presence.of(runs.rows(), Arrays.copyOf(words, Presence.words(runs.rows())));
    }

    /// Appends the presence bits of a run of a source, 64 rows at a time.
    private void append(Presence presence, int run) {
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
