package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.ServiceNames;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.TraceTimes;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.KeptColumns;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The index of a block, readers of its tables, and the columns of it that are kept in memory. Immutable, thread-safe.
final class BlockTables {
    private final String block;
    private final BlockIndex index;
    private final KeptColumns columns;
    private final StoredTraces traces;
    private final EnumMap<BlockTable, TableReader> readers = new EnumMap<>(BlockTable.class);
    private volatile @Nullable Boolean serviceNamesAreTexts;
    private final Map<Group, Map<AttributeKey, Integer>> keys = new ConcurrentHashMap<>();
    /// The same map for all row groups with the same columns: nearly all of a table.
    private final Map<Map<AttributeKey, Integer>, Map<AttributeKey, Integer>> distinctKeys = new ConcurrentHashMap<>();

    /// A row group of a table.
    private record Group(BlockTable table, int number) {}

    BlockTables(ObjectStore store, BlockMeta meta, BlockIndex index, Kept kept) {
        this.block = meta.id();
        this.index = index;
        this.columns = kept.columns();
        for (Map.Entry<BlockTable, TableIndex> entry : index.tables().entrySet()) {
            String key = meta.key(entry.getKey().object());
            readers.put(
                    entry.getKey(),
                    new TableReader(
                            key,
                            entry.getValue(),
                            (offset, length) -> store.range(key, offset, length),
                            ReadLimits.DEFAULT));
        }
        this.traces = new StoredTraces(
                block, index.traces(), reader(BlockTable.TRACES).orElseThrow(), kept);
    }

    StoredTraces traces() {
        return traces;
    }

    BlockIndex index() {
        return index;
    }

    /// Reader of a table; empty for a table without rows.
    Optional<TableReader> reader(BlockTable table) {
        return Optional.ofNullable(readers.get(table));
    }

    /// The columns of a row group that have attributes, which `maker` finds once.
    Map<AttributeKey, Integer> keys(BlockTable table, int group, Supplier<Map<AttributeKey, Integer>> maker) {
        return keys.computeIfAbsent(new Group(table, group), _ -> {
            Map<AttributeKey, Integer> made = maker.get();
            return distinctKeys.computeIfAbsent(made, one -> one);
        });
    }

    /// A column of a row group of a table that has rows, kept for whoever asks next.
    ColumnData column(BlockTable table, int group, int column) {
        return kept(table, group, column, () -> {
            try {
                return reader(table).orElseThrow().chunk(group, column).read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// The dictionary of such a column, kept as well; null when there is none.
    @Nullable
    ColumnValues dictionary(BlockTable table, TableReader reader, int group, int column) throws IOException {
        ColumnValues known = keptDictionary(table, group, column);
        if (known != null) {
            return known;
        }
        ColumnValues read = reader.chunk(group, column).dictionary().orElse(null);
        if (read != null) {
            columns.put(place(table, group, dictionaryOf(column)), ColumnData.full(read));
        }
        return read;
    }

    /// The same if it is at hand, else null.
    @Nullable
    ColumnValues keptDictionary(BlockTable table, int group, int column) {
        ColumnData known = kept(table, group, dictionaryOf(column));
        return known == null ? null : known.values();
    }

    /// The number by which the dictionary of a column is kept.
    private static int dictionaryOf(int column) {
        return Integer.MAX_VALUE - column;
    }

    /// What is kept at a place, else what `maker` makes, which is kept from then on.
    ColumnData kept(BlockTable table, int group, int column, Supplier<ColumnData> maker) {
        ColumnData known = kept(table, group, column);
        if (known == null) {
            known = maker.get();
            columns.put(place(table, group, column), known);
        }
        return known;
    }

    /// The same for who reads a few rows of it.
    @Nullable
    ColumnData look(BlockTable table, int group, int column) {
        return columns.look(place(table, group, column));
    }

    private KeptColumns.Place place(BlockTable table, int group, int column) {
        return new KeptColumns.Place(block, table, group, column);
    }

    /// Whether something is kept at a place.
    boolean isKept(BlockTable table, int group, int column) {
        return columns.has(place(table, group, column));
    }

    /// What is kept at a place if it is at hand, else null.
    @Nullable
    ColumnData kept(BlockTable table, int group, int column) {
        return columns.get(place(table, group, column));
    }

    /// What [ServiceNames#areTexts] says of all resources.
    boolean serviceNamesAreTexts() {
        Boolean known = serviceNamesAreTexts;
        if (known == null) {
            known = ServiceNames.areTexts(index.resources());
            serviceNamesAreTexts = known;
        }
        return known;
    }

    /// The traces of a row group of spans, with rows counted from its first one, kept as columns are.
    TraceIndex traces(int group) {
        int count = firstTrace(group + 1) - firstTrace(group);
        return made(
                group,
                TraceIndex.class,
                (long) count * TraceIndex.BYTES_PER_TRACE,
                () -> traces.range(firstTrace(group), firstTrace(group + 1)).fromZero());
    }

    /// Their times, kept as well.
    TraceTimes times(int group) {
        int count = firstTrace(group + 1) - firstTrace(group);
        return made(
                group,
                TraceTimes.class,
                (long) count * TraceTimes.BYTES_PER_TRACE,
                () -> times(firstTrace(group), firstTrace(group + 1)));
    }

    /// What `maker` makes of a row group of spans, one thing of each type, kept as columns are.
    <T> T made(int group, Class<T> type, long bytes, Supplier<T> maker) {
        KeptColumns.Made place = new KeptColumns.Made(block, group, type);
        T known = columns.get(place, type);
        if (known == null) {
            known = maker.get();
            columns.put(place, known, bytes);
        }
        return known;
    }

    /// Number of the first trace of a row group of spans; behind the last one the number of all.
    int firstTrace(int group) {
        List<BlockIndex.Group> groups = index.groups();
        return group == groups.size()
                ? index.traces().count()
                : groups.get(group).firstTrace();
    }

    /// Times of the traces `[first, last)`, as `traces.parquet` has them.
    TraceTimes times(int first, int last) {
        TableReader table = reader(BlockTable.TRACES).orElseThrow();
        int startColumn = table.index().schema().find("start").orElseThrow();
        int durationColumn = table.index().schema().find("duration").orElseThrow();
        long[] starts = new long[last - first];
        long[] ends = new long[last - first];
        int from = 0;
        for (int group = 0; group < table.index().groups().size() && from < last; group++) {
            int to = from + table.index().group(group).rows();
            if (to > first) {
                long[] begin = longs(column(BlockTable.TRACES, group, startColumn));
                long[] duration = longs(column(BlockTable.TRACES, group, durationColumn));
                for (int trace = Math.max(first, from); trace < Math.min(last, to); trace++) {
                    starts[trace - first] = begin[trace - from];
                    ends[trace - first] = begin[trace - from] + duration[trace - from];
                }
            }
            from = to;
        }
        return new TraceTimes(starts, ends);
    }

    private static long[] longs(ColumnData column) {
        return ((ColumnValues.Longs) column.values()).values();
    }

    /// Rows of a table before its row group `group`.
    long firstRow(BlockTable table, int group) {
        long rows = 0;
        TableReader reader = readers.get(table);
        for (int i = 0; reader != null && i < group; i++) {
            rows += reader.index().group(i).rows();
        }
        return rows;
    }
}
