package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnCollector;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.IndexSort;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.store.RestValues;
import dev.spanflame.block.trace.store.SourceTable;
import dev.spanflame.block.trace.store.TableShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Puts the attributes of one table of one group together: those with a column as columns, the others as a list.
/// Not thread-safe.
final class AttributeGather {
    private final TableShape<?> shape;
    private final SortedSet<AttributeKey> chosen;
    private final Runs runs;
    private final List<? extends SourceTable<?>> sources;
    private final Gather gather;
    private final RestList rest = new RestList();
    private final int[][] places;
    private final Map<AttributeKey, List<Stray>> strays = new HashMap<>();

    /// Values that had no column in a source, but have one here.
    private record Stray(int source, int[] indexes) {}

    AttributeGather(
            TableShape<?> shape,
            SortedSet<AttributeKey> chosen,
            Gather gather,
            List<? extends SourceTable<?>> sources) {
        this.shape = shape;
        this.chosen = chosen;
        this.runs = gather.runs();
        this.sources = sources;
        this.gather = gather;
        this.places = new int[sources.size()][];
    }

    /// The columns of the chosen keys, in their order.
    List<ColumnData> columns() throws IOException {
        for (int source = 0; source < sources.size(); source++) {
            sortRest(source);
        }
        List<ColumnData> columns = new ArrayList<>();
        for (AttributeKey key : chosen) {
            columns.add(column(key));
        }
        for (int source = 0; source < sources.size(); source++) {
            addUnchosen(source);
        }
        return columns;
    }

    /// The attributes that are in none of the columns; complete after [#columns].
    RestList rest() {
        return rest;
    }

    /// Decides for each value without a column in the source whether it has one here.
    private void sortRest(int source) {
        RestValues values = sources.get(source).rest();
        if (values.count() == 0) {
            return;
        }
        Set<AttributeKey> hadColumn = new HashSet<>(sources.get(source).columnKeys());
        Map<AttributeKey, int[]> found = new HashMap<>();
        Map<AttributeKey, Integer> counts = new HashMap<>();
        int origin = rest.origin(values);
        for (int i = 0; i < values.count(); i++) {
            int place = place(source, values.row(i));
            AttributeKey key = values.key(i);
            if (place < 0) {
                continue;
            }
            if (!chosen.contains(key) || hadColumn.contains(key) || values.size(i) > KeyPlan.LARGEST_VALUE) {
                rest.add(place, key, origin, i);
                continue;
            }
            int count = counts.merge(key, 1, Integer::sum) - 1;
            int[] indexes = found.computeIfAbsent(key, _ -> new int[16]);
            if (count == indexes.length) {
                indexes = Arrays.copyOf(indexes, count * 2);
                found.put(key, indexes);
            }
            indexes[count] = i;
        }
        counts.forEach((key, count) -> strays.computeIfAbsent(key, _ -> new ArrayList<>())
                .add(new Stray(source, Arrays.copyOf(found.getOrDefault(key, new int[0]), count))));
    }

    private ColumnData column(AttributeKey key) throws IOException {
        List<@Nullable ColumnData> parts = new ArrayList<>();
        boolean isPlain = !strays.containsKey(key);
        for (SourceTable<?> source : sources) {
            ColumnData part = source.columnValues(key);
            parts.add(part);
            isPlain &= part == null || !hasLarge(part);
        }
        return isPlain ? gather.column(shape.attribute(key), parts) : columnByRow(key, parts);
    }

    private static boolean hasLarge(ColumnData column) {
        if (column.values() instanceof ColumnValues.Texts texts) {
            for (int id = 0; id < texts.entries().size(); id++) {
                if (texts.entries().length(id) > KeyPlan.LARGEST_VALUE) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The slow way: row by row, large values to the rest, values from the rest of the sources into the column.
    private ColumnData columnByRow(AttributeKey key, List<@Nullable ColumnData> parts) throws IOException {
        ColumnCollector collector = new ColumnCollector(key.isText());
        int[] rows = new int[16];
        int count = 0;
        for (int source = 0; source < sources.size(); source++) {
            ColumnData part = parts.get(source);
            if (part == null) {
                continue;
            }
            int origin = rest.origin(part);
            Presence presence = part.presence();
            for (int row = 0, at = 0; row < part.rows(); row++) {
                if (!presence.has(row)) {
                    continue;
                }
                int place = place(source, row);
                if (place >= 0 && isLarge(part.values(), at)) {
                    rest.add(place, key, origin, at);
                } else if (place >= 0) {
                    rows = count == rows.length ? Arrays.copyOf(rows, count * 2) : rows;
                    rows[count] = place;
                    add(collector, count++, part.values(), at);
                }
                at++;
            }
        }
        for (Stray stray : strays.getOrDefault(key, List.of())) {
            RestValues values = sources.get(stray.source).rest();
            for (int index : stray.indexes) {
                rows = count == rows.length ? Arrays.copyOf(rows, count * 2) : rows;
                rows[count] = place(stray.source, values.row(index));
                if (key.isText()) {
                    byte[] bytes = values.bytes(index);
                    collector.addText(count++, bytes, 0, bytes.length);
                } else {
                    collector.add(count++, values.number(index));
                }
            }
        }
        return ordered(collector, rows, count);
    }

    /// What was collected, value `i` moved to row `rows[i]`.
    private ColumnData ordered(ColumnCollector collector, int[] rows, int count) {
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        IndexSort.sort(order, count, new int[count], (a, b) -> Integer.compare(rows[a], rows[b]));
        long[] words = new long[Presence.words(runs.rows())];
        for (int i = 0; i < count; i++) {
            words[rows[i] >>> 6] |= 1L << rows[i];
        }
        ColumnData collected = collector.view().toColumn(count);
        ColumnValues values = switch (collected.values()) {
            case ColumnValues.Longs longs -> {
                long[] moved = new long[count];
                Arrays.setAll(moved, i -> longs.values()[order[i]]);
                yield new ColumnValues.Longs(moved, count);
            }
            case ColumnValues.Texts texts -> {
                int[] moved = new int[count];
                Arrays.setAll(moved, i -> texts.ids()[order[i]]);
                yield new ColumnValues.Texts(moved, count, texts.entries());
            }
            case ColumnValues.Wides _ -> throw new IllegalStateException("attributes are never 16-byte ids");
        };
        return new ColumnData(Presence.of(runs.rows(), words), values);
    }

    private static boolean isLarge(ColumnValues values, int at) {
        return values instanceof ColumnValues.Texts texts
                && texts.entries().length(texts.ids()[at]) > KeyPlan.LARGEST_VALUE;
    }

    private static void add(ColumnCollector collector, int row, ColumnValues values, int at) {
        switch (values) {
            case ColumnValues.Longs longs -> collector.add(row, longs.values()[at]);
            case ColumnValues.Texts texts -> {
                int id = texts.ids()[at];
                collector.addText(
                        row,
                        texts.entries().bytes(),
                        texts.entries().offset(id),
                        texts.entries().length(id));
            }
            case ColumnValues.Wides _ -> throw new IllegalStateException("attributes are never 16-byte ids");
        }
    }

    private void addUnchosen(int source) {
        SourceTable<?> table = sources.get(source);
        for (AttributeKey key : table.columnKeys()) {
            ColumnData column = chosen.contains(key) ? null : table.columnValues(key);
            if (column == null) {
                continue;
            }
            int origin = rest.origin(column);
            for (int row = 0, at = 0; at < column.presence().count(); row++) {
                if (column.presence().has(row)) {
                    int place = place(source, row);
                    if (place >= 0) {
                        rest.add(place, key, origin, at);
                    }
                    at++;
                }
            }
        }
    }

    private int place(int source, int row) {
        int[] known = places[source];
        if (known == null) {
            known = runs.placesOf(source, sources.get(source).rows());
            places[source] = known;
        }
        return known[row];
    }
}
