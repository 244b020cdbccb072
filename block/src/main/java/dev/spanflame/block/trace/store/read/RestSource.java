package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.FetchedPages;
import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.FetchPlan;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.RestColumn;
import dev.spanflame.block.trace.store.RestValues;
import dev.spanflame.model.trace.ValueType;
import dev.spanflame.proto.otlp.AnyValueCodec;
import dev.spanflame.proto.otlp.json.AttributeJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rows of `attributes.parquet` that belong to some rows of one table. What they are is read at once when it is asked
/// for first, texts page by page. Used by one thread at a time.
final class RestSource implements RestValues {
    /// Of no rows.
    static final RestSource NONE = new RestSource(null, 0, 0, 0, Set.of());

    private static final int PAGES_KEPT = 2;

    private final @Nullable TableReader reader;
    private final long restFrom;
    private final long restTo;
    private final long ownerFrom;
    private final long ownerTo;
    private final Set<AttributeKey> keys;
    private final Map<Long, ColumnData> pages = new LinkedHashMap<>();
    private final Map<AttributeKey, int[]> placesOf = new HashMap<>();
    private boolean isLoaded;
    private long first;
    private int[] rows = new int[0];
    private int[] sizes = new int[0];
    private long[] numbers = new long[0];
    private AttributeKey[] keyOf = new AttributeKey[0];
    private int count;

    /// Those of `rest` whose owners are rows `[ownerFrom, ownerTo)` of their table.
    RestSource(BlockTables tables, BlockIndex.Rest rest, long ownerFrom, long ownerTo) {
        this(tables.reader(BlockTable.ATTRIBUTES).orElse(null), rest, ownerFrom, ownerTo);
    }

    private RestSource(@Nullable TableReader reader, BlockIndex.Rest rest, long ownerFrom, long ownerTo) {
        this.reader = reader;
        this.restFrom = rest.from();
        this.restTo = rest.to();
        this.ownerFrom = ownerFrom;
        this.ownerTo = ownerTo;
        this.keys = rest.keys().keySet();
    }

    private RestSource(@Nullable TableReader reader, long restFrom, long restTo, long owners, Set<AttributeKey> keys) {
        this.reader = reader;
        this.restFrom = restFrom;
        this.restTo = restTo;
        this.ownerFrom = owners;
        this.ownerTo = owners;
        this.keys = keys;
    }

    /// Keys that some row of the group has.
    Set<AttributeKey> keys() {
        return keys;
    }

    /// Which values are of `key`, ascending.
    int[] places(AttributeKey key) {
        values();
        if (placesOf.isEmpty() && count > 0) {
            Map<AttributeKey, Integer> counts = new HashMap<>();
            for (int i = 0; i < count; i++) {
                int place = counts.merge(keyOf[i], 1, Integer::sum) - 1;
                int[] places = placesOf.computeIfAbsent(keyOf[i], _ -> new int[4]);
                if (place == places.length) {
                    places = Arrays.copyOf(places, place * 2);
                    placesOf.put(keyOf[i], places);
                }
                places[place] = i;
            }
            placesOf.replaceAll((each, places) -> Arrays.copyOf(places, counts.getOrDefault(each, 0)));
        }
        return placesOf.getOrDefault(key, new int[0]);
    }

    /// The values, loaded.
    RestValues values() {
        if (!isLoaded) {
            try {
                load();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            isLoaded = true;
        }
        return this;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int row(int index) {
        return rows[index];
    }

    @Override
    public AttributeKey key(int index) {
        return keyOf[index];
    }

    @Override
    public int size(int index) {
        return sizes[index];
    }

    @Override
    public long number(int index) {
        return numbers[index];
    }

    @Override
    public byte[] bytes(int index) throws IOException {
        ValueType type = keyOf[index].type();
        if (type == ValueType.BYTES) {
            return text(index, RestColumn.BYTES);
        }
        byte[] text = text(index, RestColumn.TEXT);
        if (type == ValueType.STRING) {
            return text;
        }
        return text.length == 0
                ? text(index, RestColumn.BYTES)
                : AnyValueCodec.encode(AttributeJson.parse(new String(text, StandardCharsets.UTF_8)));
    }

    @Override
    public byte @Nullable [] json(int index) throws IOException {
        byte[] text = text(index, RestColumn.TEXT);
        return text.length == 0 ? null : text;
    }

    private void load() throws IOException {
        TableReader source = reader;
        if (source == null || restFrom == restTo) {
            return;
        }
        Map<AttributeKey, AttributeKey> known = new LinkedHashMap<>();
        long groupFrom = 0;
        for (int group = 0; group < source.index().groups().size() && groupFrom < restTo; group++) {
            int groupRows = source.index().group(group).rows();
            int from = (int) Math.max(0, restFrom - groupFrom);
            int to = (int) Math.min(groupRows, restTo - groupFrom);
            if (from < to) {
                load(source, group, from, to, groupFrom + from, known);
            }
            groupFrom += groupRows;
        }
    }

    private void load(
            TableReader source, int group, int from, int to, long restRow, Map<AttributeKey, AttributeKey> known)
            throws IOException {
        ColumnData allOwners = source.chunk(group, RestColumn.ROW.ordinal()).read(from, to);
        int begin = Cells.lowerBound(allOwners, ownerFrom);
        int end = Cells.lowerBound(allOwners, ownerTo);
        if (begin == end) {
            return;
        }
        if (count == 0) {
            first = restRow + begin;
        }
        reserve(end - begin);
        ColumnData owners = allOwners.slice(begin, end);
        Read read = new Read(source, group, from + begin, from + end);
        ColumnData names = read.column(RestColumn.KEY);
        ColumnData types = read.column(RestColumn.TYPE);
        ColumnData lengths = read.column(RestColumn.SIZE);
        ColumnData integers = read.column(RestColumn.NUMBER);
        ColumnData reals = read.column(RestColumn.REAL);
        for (int i = 0; i < end - begin; i++) {
            AttributeKey key = new AttributeKey(Cells.text(names, i), ValueType.ofLabel(Cells.text(types, i)));
            AttributeKey same = known.putIfAbsent(key, key);
            rows[count] = (int) (Cells.number(owners, i, 0) - ownerFrom);
            keyOf[count] = same == null ? key : same;
            sizes[count] = (int) Cells.number(lengths, i, 0);
            numbers[count++] =
                    key.type() == ValueType.DOUBLE ? Cells.number(reals, i, 0) : Cells.number(integers, i, 0);
        }
    }

    private void reserve(int more) {
        int total = Math.addExact(count, more);
        rows = Arrays.copyOf(rows, total);
        sizes = Arrays.copyOf(sizes, total);
        numbers = Arrays.copyOf(numbers, total);
        keyOf = Arrays.copyOf(keyOf, total);
    }

    /// The rows `[from, to)` of a row group, whose columns are fetched together.
    private static final class Read {
        private static final EnumSet<RestColumn> COLUMNS =
                EnumSet.of(RestColumn.KEY, RestColumn.TYPE, RestColumn.SIZE, RestColumn.NUMBER, RestColumn.REAL);

        private final TableReader source;
        private final int group;
        private final int from;
        private final int to;
        private final FetchedPages fetched;

        Read(TableReader source, int group, int from, int to) throws IOException {
            this.source = source;
            this.group = group;
            this.from = from;
            this.to = to;
            PageBounds bounds = source.index().group(group).bounds();
            FetchPlan plan = source.plan();
            for (RestColumn column : COLUMNS) {
                plan.pages(group, column.ordinal(), bounds.pageOf(from), bounds.pageOf(to - 1) + 1);
            }
            fetched = source.fetch(plan);
        }

        ColumnData column(RestColumn column) throws IOException {
            return source.chunk(group, column.ordinal(), fetched).read(from, to);
        }
    }

    /// The text of a value, out of its page.
    private byte[] text(int index, RestColumn column) throws IOException {
        TableReader source = reader;
        if (source == null) {
            throw new IllegalStateException("there are no values");
        }
        long row = first + index;
        long groupFrom = 0;
        int group = 0;
        while (row - groupFrom >= source.index().group(group).rows()) {
            groupFrom += source.index().group(group++).rows();
        }
        RowGroupIndex place = source.index().group(group);
        int page = place.bounds().pageOf((int) (row - groupFrom));
        ColumnData values = page(source, group, page, column);
        int inPage = (int) (row - groupFrom) - place.bounds().start(page);
        if (!values.presence().has(inPage)) {
            return new byte[0];
        }
        ColumnValues.Texts texts = (ColumnValues.Texts) values.values();
        return texts.entries().copy(texts.id(values.presence().rank(inPage)));
    }

    private ColumnData page(TableReader source, int group, int page, RestColumn column) throws IOException {
        long place = ((long) group << 32 | page) * 2 + (column == RestColumn.TEXT ? 0 : 1);
        ColumnData known = pages.remove(place);
        if (known == null) {
            known = source.chunk(group, column.ordinal()).page(page);
            if (pages.size() == PAGES_KEPT) {
                pages.remove(pages.keySet().iterator().next());
            }
        }
        pages.put(place, known);
        return known;
    }
}
