package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.column.ColumnCollector;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.ChunkReader;
import dev.spanflame.block.parquet.FetchedPages;
import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.FetchPlan;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.parquet.table.ValueRange;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.TableRows;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.RestValues;
import dev.spanflame.block.trace.store.SourceTable;
import dev.spanflame.block.trace.store.TableShape;
import dev.spanflame.model.trace.ValueType;
import dev.spanflame.traceql.fetch.WholeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Some rows of one row group of a table, whose columns are fetched and decoded when they are asked for,
/// once. Used by one thread at a time.
public final class StoredTable<C extends Enum<C>> implements TableRows<C>, SourceTable<C> {
    /// Bytes between two wanted ranges up to which they are fetched as one when all columns are.
    private static final int WIDE_GAP = 256 << 10;

    private final BlockTables tables;
    private final TableShape<C> shape;
    private final @Nullable TableReader reader;
    private final int group;
    private final int from;
    private final int to;
    private final RestSource rest;
    private final @Nullable C owner;
    private final int spanBase;
    private final Map<Integer, ColumnData> columns = new HashMap<>();
    private final Map<Integer, ColumnValues> dictionaries = new HashMap<>();
    private final Map<AttributeKey, ColumnData> attributes = new HashMap<>();
    private final Map<AttributeKey, Integer> keys;
    private final boolean isWhole;
    private @Nullable FetchedPages fetched;
    private @Nullable ColumnData owners;

    private StoredTable(
            BlockTables tables, TableShape<C> shape, Rows rows, RestSource rest, @Nullable C owner, int spanBase) {
        this.tables = tables;
        this.shape = shape;
        this.reader = rows.group < 0 ? null : tables.reader(shape.table()).orElse(null);
        this.group = rows.group;
        this.from = rows.from;
        this.to = rows.to;
        this.isWhole = rows.isWhole;
        this.rest = rest;
        this.owner = owner;
        this.spanBase = spanBase;
        TableReader source = reader;
        this.keys =
                source == null ? Map.of() : tables.keys(shape.table(), group, () -> keys(shape, source, rows.group));
    }

    /// The rows `[from, to)` of a row group; group -1 has none.
    private record Rows(int group, int from, int to, boolean isWhole) {}

    static StoredTable<SpanColumn> ofSpans(BlockTables tables, int group, StoredRows.Window window) {
        Rows rows =
                new Rows(group, window.from() - window.groupFrom(), window.to() - window.groupFrom(), window.isWhole());
        BlockIndex.Rest rest = tables.index().groups().get(group).rest(BlockTable.SPANS);
        return new StoredTable<>(
                tables, TableShape.SPANS, rows, new RestSource(tables, rest, window.from(), window.to()), null, 0);
    }

    /// Events or links: the row group `elements` of their table, -1 for none, of the rows of spans in
    /// `window`.
    static <C extends Enum<C>> StoredTable<C> ofElements(
            BlockTables tables,
            TableShape<C> shape,
            C owner,
            BlockIndex.Group group,
            int elements,
            StoredRows.Window window) {
        TableReader reader = elements < 0 ? null : tables.reader(shape.table()).orElse(null);
        if (reader == null) {
            return new StoredTable<>(tables, shape, new Rows(-1, 0, 0, true), RestSource.NONE, owner, window.from());
        }
        int rows = reader.index().group(elements).rows();
        long first = tables.firstRow(shape.table(), elements);
        Rows shown = new Rows(elements, 0, rows, true);
        if (!window.isWhole()) {
            ColumnData owners = tables.column(shape.table(), elements, column(reader, shape, owner));
            int from = Cells.lowerBound(owners, window.from());
            shown = new Rows(elements, from, Cells.lowerBound(owners, window.to()), false);
        }
        RestSource rest = new RestSource(tables, group.rest(shape.table()), first + shown.from, first + shown.to);
        return new StoredTable<>(tables, shape, shown, rest, owner, window.from());
    }

    /// The position of a fixed column, empty where the table has none.
    private OptionalInt position(C column) {
        return reader == null
                ? OptionalInt.empty()
                : reader.index().schema().find(shape.spec(column).name());
    }

    private static <C extends Enum<C>> int column(TableReader reader, TableShape<C> shape, C column) {
        return reader.index().schema().find(shape.spec(column).name()).orElseThrow();
    }

    /// The columns of a row group that have attributes, by key.
    private static Map<AttributeKey, Integer> keys(TableShape<?> shape, TableReader known, int group) {
        Map<AttributeKey, Integer> keys = new LinkedHashMap<>();
        List<ColumnSpec> specs = known.index().schema().columns();
        RowGroupIndex rowGroup = known.index().group(group);
        for (int i = 0; i < specs.size(); i++) {
            int column = i;
            if (rowGroup.chunk(i).nulls() < rowGroup.rows()) {
                shape.key(specs.get(i)).ifPresent(key -> keys.put(key, column));
            }
        }
        return Collections.unmodifiableMap(keys);
    }

    @Override
    public int rows() {
        return to - from;
    }

    @Override
    public @Nullable ColumnData column(C column) {
        OptionalInt position = position(column);
        if (position.isEmpty() || rows() == 0) {
            return null;
        }
        ColumnData data = load(position.getAsInt(), column == owner);
        return data.presence().count() == 0 ? null : data;
    }

    @Override
    public @Nullable ColumnData columnOnce(C column) {
        TableReader source = reader;
        OptionalInt position = position(column);
        if (source == null || position.isEmpty() || rows() == 0 || isAtHand(position.getAsInt())) {
            return column(column);
        }
        try {
            ColumnData data = source.chunk(group, position.getAsInt()).read();
            return data.presence().count() == 0 ? null : data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a column is in memory, or comes with others that were fetched.
    private boolean isAtHand(int column) {
        return !isWhole
                || fetched != null
                || columns.containsKey(column)
                || tables.isKept(shape.table(), group, column);
    }

    @Override
    public @Nullable ColumnValues distinct(C column) {
        OptionalInt position = position(column);
        return position.isEmpty() ? null : dictionary(position.getAsInt());
    }

    @Override
    public @Nullable ColumnValues distinct(AttributeKey key) {
        Integer column = keys.get(key);
        return column == null || rest.keys().contains(key) ? null : dictionary(column.intValue());
    }

    @Override
    public @Nullable WholeRange bounds(C column) {
        OptionalInt position = position(column);
        return position.isEmpty() ? null : bounds(position.getAsInt());
    }

    @Override
    public @Nullable WholeRange bounds(AttributeKey key) {
        Integer column = keys.get(key);
        return column == null || rest.keys().contains(key) ? null : bounds(column.intValue());
    }

    @Override
    public boolean mayHave(AttributeKey key) {
        return keys.containsKey(key) || rest.keys().contains(key);
    }

    /// What the file's statistics say of the whole row group.
    private @Nullable WholeRange bounds(int column) {
        TableReader source = reader;
        if (source == null) {
            return null;
        }
        ColumnSpec spec = source.index().schema().column(column);
        if (spec.type() != PhysicalType.INT64 || spec.isUnsigned()) {
            return null;
        }
        return source.index()
                .group(group)
                .chunk(column)
                .range()
                .map(range -> new WholeRange(ValueRange.number(range.min()), ValueRange.number(range.max())))
                .orElse(null);
    }

    /// The dictionary of a column, which has no entry that no row has; null when there is none, or when
    /// rows of the group are not shown.
    private @Nullable ColumnValues dictionary(int column) {
        TableReader source = reader;
        if (source == null || !isWhole || rows() == 0) {
            return null;
        }
        try {
            return tables.dictionary(shape.table(), source, group, column);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Collection<AttributeKey> columnKeys() {
        return keys.keySet();
    }

    @Override
    public @Nullable ColumnData columnValues(AttributeKey key) {
        Integer column = keys.get(key);
        return column == null || rows() == 0 ? null : load(column, false);
    }

    @Override
    public RestValues rest() {
        return rest.values();
    }

    @Override
    public Collection<AttributeKey> attributes() {
        SortedSet<AttributeKey> all = new TreeSet<>(keys.keySet());
        all.addAll(rest.keys());
        if (!isWhole) {
            all.removeIf(key -> attribute(key) == null);
        }
        return all;
    }

    @Override
    public @Nullable ColumnData attribute(AttributeKey key) {
        ColumnData known = attributes.get(key);
        if (known == null) {
            if (rows() == 0 || !keys.containsKey(key) && !rest.keys().contains(key)) {
                return null;
            }
            ColumnData column = columnValues(key);
            known = rest.keys().contains(key) ? joined(key, column) : column;
            if (known == null) {
                return null;
            }
            attributes.put(key, known);
        }
        return known.presence().count() == 0 ? null : known;
    }

    /// Fetches what all columns need, so that loading them reads nothing more.
    void fetchAll() {
        if (reader == null || rows() == 0) {
            return;
        }
        FetchPlan plan = reader.plan();
        PageBounds bounds = reader.index().group(group).bounds();
        int first = bounds.pageOf(from);
        int last = bounds.pageOf(to - 1);
        for (int column = 0; column < reader.index().schema().size(); column++) {
            ColumnData kept = tables.look(shape.table(), group, column);
            ColumnValues entries = kept == null ? tables.keptDictionary(shape.table(), group, column) : null;
            if (kept != null) {
                columns.put(column, kept.slice(from, to));
            } else if (entries != null) {
                dictionaries.put(column, entries);
                plan.pagesAlone(group, column, first, last + 1);
            } else {
                plan.pages(group, column, first, last + 1);
            }
        }
        try {
            fetched = reader.fetch(plan, WIDE_GAP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ColumnData load(int column, boolean isOwner) {
        ColumnData known = columns.get(column);
        if (known == null) {
            known = fetchColumn(column);
            columns.put(column, known);
        }
        if (!isOwner) {
            return known;
        }
        if (owners == null) {
            owners = moved(known);
        }
        return owners;
    }

    private ColumnData fetchColumn(int column) {
        TableReader source = reader;
        if (source == null) {
            throw new IllegalStateException("a table without rows has no columns");
        }
        FetchedPages pages = fetched;
        if (pages == null && isWhole) {
            return tables.column(shape.table(), group, column);
        }
        try {
            ChunkReader chunk = pages == null ? source.chunk(group, column) : source.chunk(group, column, pages);
            return chunk.knowing(dictionaries.get(column)).read(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Rows of spans counted from the first one at hand.
    private ColumnData moved(ColumnData column) {
        ColumnValues.Longs longs = (ColumnValues.Longs) column.values();
        long[] rows = new long[longs.count()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = longs.values()[i] - spanBase;
        }
        return ColumnData.full(new ColumnValues.Longs(rows, rows.length));
    }

    /// The values of a column and those apart from it, together; kept like a column of its own, before the first one.
    private ColumnData joined(AttributeKey key, @Nullable ColumnData column) {
        if (!isWhole || fetched != null) {
            return withRest(key, column);
        }
        int place = -1 - new ArrayList<>(rest.keys()).indexOf(key);
        return tables.kept(shape.table(), group, place, () -> withRest(key, column));
    }

    /// The values of a column and those apart from it, together.
    private ColumnData withRest(AttributeKey key, @Nullable ColumnData column) {
        ColumnCollector collector = new ColumnCollector(key.isText());
        RestValues values = rest.values();
        Presence presence = column == null ? Presence.none(rows()) : column.presence();
        int[] places = rest.places(key);
        int next = 0;
        for (int row = 0, at = 0; row < rows(); row++) {
            if (column != null && presence.has(row)) {
                add(collector, row, column.values(), at++);
            } else if (next < places.length && values.row(places[next]) == row) {
                add(collector, row, values, places[next++]);
            }
        }
        return collector.view().toColumn(rows());
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

    private static void add(ColumnCollector collector, int row, RestValues values, int index) {
        if (!values.key(index).isText()) {
            collector.add(row, values.key(index).type() == ValueType.EMPTY ? 0 : values.number(index));
            return;
        }
        try {
            byte[] bytes = values.bytes(index);
            collector.addText(row, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
