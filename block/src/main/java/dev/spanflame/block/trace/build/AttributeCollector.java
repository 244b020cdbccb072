package dev.spanflame.block.trace.build;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnCollector;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.model.trace.ValueType;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the attributes of one table, a column for each key and type. Rows ascend. Not thread-safe.
///
/// When a key comes twice on one row the last value counts, whatever its type.
final class AttributeCollector {
    private static final int TYPES = ValueType.values().length;
    private static final long SEED = new SecureRandom().nextLong();

    private final ByteInterner keys = new ByteInterner();
    private @Nullable ColumnCollector[] columns = new ColumnCollector[64 * TYPES];
    private int[] lastRows = new int[64];
    private byte[] lastTypes = new byte[64];
    private long entryHash;

    AttributeCollector() {
        Arrays.fill(lastRows, -1);
    }

    /// Adds attributes `[from, to)` of `table`, whose texts lie in `bytes`, to `row`. Returns a hash of them that
    /// does not depend on their order; it is equal for equal attributes added to this collector. Hot path.
    long add(int row, AttributeTable table, int from, int to, byte[] bytes) {
        long hash = 0;
        for (int i = from; i < to; i++) {
            long key = table.key(i);
            int keyId = keys.intern(bytes, TextRef.offset(key), TextRef.length(key));
            addValue(row, keyId, table.type(i), table.bits(i), bytes);
            hash += entryHash;
        }
        return hash;
    }

    /// Bytes of heap the columns hold; walks over all of them.
    long memoryBytes() {
        long bytes = keys.memoryBytes() + 8L * columns.length;
        for (ColumnCollector column : columns) {
            bytes += column == null ? 0 : column.memoryBytes();
        }
        return bytes;
    }

    /// The columns of now.
    View view() {
        ByteStrings names = keys.strings();
        Map<AttributeKey, ColumnCollector.View> views = new LinkedHashMap<>();
        for (int id = 0; id < names.size(); id++) {
            String name = names.text(id);
            for (int type = 0; type < TYPES; type++) {
                ColumnCollector column = columns[id * TYPES + type];
                if (column != null && column.count() > 0) {
                    views.put(new AttributeKey(name, ValueType.of(type)), column.view());
                }
            }
        }
        return new View(views);
    }

    private void addValue(int row, int keyId, ValueType type, long bits, byte[] bytes) {
        ColumnCollector column = column(keyId, type);
        if (lastRows[keyId] == row) {
            previous(keyId).removeIfLast(row);
        }
        lastRows[keyId] = row;
        lastTypes[keyId] = (byte) type.ordinal();
        switch (type) {
            case STRING, BYTES, ARRAY, MAP -> column.addText(row, bytes, TextRef.offset(bits), TextRef.length(bits));
            case INT, DOUBLE, BOOL, EMPTY -> column.add(row, bits);
        }
        entryHash = mix(column.lastValue() ^ mix(keyId * (long) TYPES + type.ordinal()));
    }

    private ColumnCollector previous(int keyId) {
        return column(keyId, ValueType.of(lastTypes[keyId]));
    }

    private ColumnCollector column(int keyId, ValueType type) {
        int index = keyId * TYPES + type.ordinal();
        if (index >= columns.length) {
            grow(keyId);
        }
        ColumnCollector column = columns[index];
        if (column == null) {
            column = new ColumnCollector(isText(type));
            columns[index] = column;
        }
        return column;
    }

    private static boolean isText(ValueType type) {
        return type == ValueType.STRING || type == ValueType.BYTES || type == ValueType.ARRAY || type == ValueType.MAP;
    }

    private void grow(int keyId) {
        int capacity = Math.max(keyId + 1, lastRows.length * 2);
        int old = lastRows.length;
        columns = Arrays.copyOf(columns, capacity * TYPES);
        lastRows = Arrays.copyOf(lastRows, capacity);
        lastTypes = Arrays.copyOf(lastTypes, capacity);
        Arrays.fill(lastRows, old, capacity, -1);
    }

    /// Spreads the bits of a value over all of the result, for each process in another way.
    static long mix(long value) {
        long hash = (value ^ SEED) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L;
        return hash ^ hash >>> 32;
    }

    /// The columns of a moment, rows in order of arrival.
    record View(Map<AttributeKey, ColumnCollector.View> columns) {
        /// Whether two rows have equal attributes.
        boolean sameRow(int a, int b) {
            for (ColumnCollector.View column : columns.values()) {
                int atA = column.find(a);
                int atB = column.find(b);
                if ((atA < 0) != (atB < 0) || (atA >= 0 && column.values()[atA] != column.values()[atB])) {
                    return false;
                }
            }
            return true;
        }
    }
}
