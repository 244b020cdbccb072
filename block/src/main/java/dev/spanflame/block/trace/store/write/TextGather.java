package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.encoding.TextBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts the texts of one column of several sources together. An entry of a source is looked at once. Where most
/// values differ, entries are copied as they are and not looked up: the writer finds out whether a dictionary is worth
/// it. Not thread-safe.
final class TextGather {
    private static final byte[] NOTHING = new byte[ByteBuilder.SPARE];
    /// Entries a hundred values, from which on a source has mostly different ones.
    private static final int DIFFERENT_PERCENT = 60;
    /// Bytes of text beyond which room is made only when they come.
    private static final int MOST_EXPECTED = 16 << 20;

    private final List<ColumnValues.@Nullable Texts> sources = new ArrayList<>();
    private final int[][] known;
    private final boolean[] inOrder;
    private final int[] ids;
    private final @Nullable ByteInterner interner;
    private final TextBuilder copies = new TextBuilder();
    private int empty = -1;
    private int count;
    /// Keeps the reads of [#touch] from being optimised away.
    @SuppressWarnings("unused")
    private int touched;

    /// Of these parts, `rows` of whose rows are wanted; `ids` is scratch with room for all values.
    TextGather(List<@Nullable ColumnData> parts, int rows, int[] ids) {
        this.ids = ids;
        this.known = new int[parts.size()][];
        this.inOrder = new boolean[parts.size()];
        long values = 0;
        long entries = 0;
        long bytes = 0;
        long all = 1;
        for (ColumnData part : parts) {
            if (part == null) {
                sources.add(null);
                continue;
            }
            ColumnValues.Texts texts = (ColumnValues.Texts) part.values();
            sources.add(texts);
            values += texts.count();
            entries += texts.entries().size();
            bytes += texts.entries().totalBytes();
            all += part.rows();
        }
        boolean differs = entries * 100 > values * DIFFERENT_PERCENT;
        this.interner = differs ? null : new ByteInterner();
        if (differs) {
            double share = Math.min(1, rows * 1.05 / all);
            copies.ensure((int) (entries * share), (long) Math.min(MOST_EXPECTED, bytes * share));
        }
        for (int source = 0; source < known.length; source++) {
            ColumnValues.Texts texts = sources.get(source);
            inOrder[source] = differs && texts != null && isInOrder(texts);
        }
    }

    /// Whether each value has an entry of its own, as it is read from pages without a dictionary.
    private static boolean isInOrder(ColumnValues.Texts texts) {
        int wrong = texts.entries().size() - texts.count();
        for (int i = 0; i < texts.count() && wrong == 0; i++) {
            wrong = texts.ids()[i] ^ i;
        }
        return wrong == 0;
    }

    /// Appends the values `[first, last)` of a source that has values. Hot path.
    void add(int source, int first, int last) {
        if (inOrder[source]) {
            copy(source, first, last);
            return;
        }
        ColumnValues.Texts texts = texts(source);
        int[] numbers = known[source];
        if (numbers == null) {
            numbers = new int[texts.entries().size()];
            known[source] = numbers;
        }
        touch(texts, numbers, first, last);
        for (int i = first; i < last; i++) {
            int old = texts.ids()[i];
            int number = numbers[old];
            if (number == 0) {
                number = entry(texts.entries(), old) + 1;
                numbers[old] = number;
            }
            ids[count++] = number - 1;
        }
    }

    /// Reads the first byte of each entry that will be looked at, so that the processor waits for memory once for all
    /// of them: live data has entries in another order than rows.
    private void touch(ColumnValues.Texts texts, int[] numbers, int first, int last) {
        ByteStrings entries = texts.entries();
        byte[] bytes = entries.bytes();
        int seen = 0;
        for (int i = first; i < last; i++) {
            int old = texts.ids()[i];
            seen += numbers[old] == 0 ? bytes[entries.offset(old)] : 0;
        }
        touched = seen;
    }

    private void copy(int source, int first, int last) {
        int id = copies.size();
        copies.appendAll(texts(source).entries(), first, last);
        for (int i = first; i < last; i++) {
            ids[count++] = id++;
        }
    }

    private ColumnValues.Texts texts(int source) {
        ColumnValues.Texts texts = sources.get(source);
        if (texts == null) {
            throw new IllegalArgumentException("source " + source + " has no values");
        }
        return texts;
    }

    private int entry(ByteStrings entries, int old) {
        if (interner != null) {
            return interner.intern(entries.bytes(), entries.offset(old), entries.length(old));
        }
        copies.append(entries.bytes(), entries.offset(old), entries.length(old));
        return copies.size() - 1;
    }

    /// Appends empty texts.
    void addEmpty(int texts) {
        if (empty < 0 && interner != null) {
            empty = interner.intern(NOTHING, 0, 0);
        } else if (empty < 0) {
            copies.append(NOTHING, 0, 0);
            empty = copies.size() - 1;
        }
        Arrays.fill(ids, count, count + texts, empty);
        count += texts;
    }

    /// All values, in one of `arrays`.
    ColumnValues.Texts values(ColumnArrays arrays) {
        ByteStrings entries = interner == null ? copies.strings() : interner.strings();
        return new ColumnValues.Texts(arrays.copy(ids, count), count, entries);
    }
}
