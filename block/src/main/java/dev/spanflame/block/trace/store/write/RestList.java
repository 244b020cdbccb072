package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.IndexSort;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.store.RestValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attributes of one table of one group that get no column: where they are, not what they are. Not thread-safe.
final class RestList {
    private final List<AttributeKey> keys = new ArrayList<>();
    private final Map<AttributeKey, Integer> numbers = new HashMap<>();
    private final List<Origin> origins = new ArrayList<>();
    private int[] rows = new int[16];
    private int[] keyOf = new int[16];
    private int[] originOf = new int[16];
    private int[] indexes = new int[16];
    private int count;

    /// Where values are read from.
    sealed interface Origin {
        /// A column of a source; values are named by their position in it.
        record Column(ColumnValues values) implements Origin {}

        /// Values that had no column in the source either.
        record Rest(RestValues values) implements Origin {}
    }

    /// Makes `column` an origin and returns its number.
    int origin(ColumnData column) {
        origins.add(new Origin.Column(column.values()));
        return origins.size() - 1;
    }

    /// Makes `values` an origin and returns its number.
    int origin(RestValues values) {
        origins.add(new Origin.Rest(values));
        return origins.size() - 1;
    }

    /// Adds a value of `row`, the one at `index` of an origin.
    void add(int row, AttributeKey key, int origin, int index) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, count * 2);
            keyOf = Arrays.copyOf(keyOf, count * 2);
            originOf = Arrays.copyOf(originOf, count * 2);
            indexes = Arrays.copyOf(indexes, count * 2);
        }
        Integer number = numbers.get(key);
        if (number == null) {
            number = keys.size();
            keys.add(key);
            numbers.put(key, number);
        }
        rows[count] = row;
        keyOf[count] = number;
        originOf[count] = origin;
        indexes[count++] = index;
    }

    /// Number of values.
    int count() {
        return count;
    }

    /// Positions of the values, by row, then by key.
    int[] sorted() {
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        IndexSort.sort(order, count, new int[count], (a, b) -> {
            int byRow = Integer.compare(rows[a], rows[b]);
            return byRow != 0 ? byRow : keys.get(keyOf[a]).compareTo(keys.get(keyOf[b]));
        });
        return order;
    }

    /// Row of the value at `position`.
    int row(int position) {
        return rows[position];
    }

    /// Key of the value at `position`.
    AttributeKey key(int position) {
        return keys.get(keyOf[position]);
    }

    /// Bits of the number at `position`.
    long number(int position) {
        return switch (origins.get(originOf[position])) {
            case Origin.Column(ColumnValues values) -> ((ColumnValues.Longs) values).values()[indexes[position]];
            case Origin.Rest(RestValues values) -> values.number(indexes[position]);
        };
    }

    /// The JSON text of the array or map at `position` where its source has it, else null.
    byte @Nullable [] json(int position) throws IOException {
        return switch (origins.get(originOf[position])) {
            case Origin.Column _ -> null;
            case Origin.Rest(RestValues values) -> values.json(indexes[position]);
        };
    }

    /// Bytes of the text, byte string, or encoded array or map at `position`.
    byte[] bytes(int position) throws IOException {
        return switch (origins.get(originOf[position])) {
            case Origin.Column(ColumnValues values) -> {
                ColumnValues.Texts texts = (ColumnValues.Texts) values;
                yield texts.entries().copy(texts.ids()[indexes[position]]);
            }
            case Origin.Rest(RestValues values) -> values.bytes(indexes[position]);
        };
    }
}
