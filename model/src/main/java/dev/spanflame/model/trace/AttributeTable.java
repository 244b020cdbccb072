package dev.spanflame.model.trace;

import java.util.Arrays;

/// Attributes of all owners of a [SpanBatch] as columns; the attributes of one owner are neighbours.
///
/// What [#bits] holds depends on the type: the number of an INT, the raw bits of a DOUBLE, 0 or 1 for a BOOL, a
/// [TextRef] for STRING and BYTES, a [TextRef] to the whole encoded `AnyValue` for ARRAY and MAP, 0 for EMPTY.
/// Keys may repeat within an owner; the last one counts. Not thread-safe.
public final class AttributeTable {
    private long[] keys = new long[256];
    private byte[] types = new byte[256];
    private long[] bits = new long[256];
    private int size;

    /// Appends one attribute. Hot path.
    public void add(long key, ValueType type, long value) {
        if (size == keys.length) {
            int capacity = size * 2;
            keys = Arrays.copyOf(keys, capacity);
            types = Arrays.copyOf(types, capacity);
            bits = Arrays.copyOf(bits, capacity);
        }
        keys[size] = key;
        types[size] = (byte) type.ordinal();
        bits[size] = value;
        size++;
    }

    /// Appends copies of the rows `[from, to)`.
    public void repeat(int from, int to) {
        for (int i = from; i < to; i++) {
            add(keys[i], type(i), bits[i]);
        }
    }

    /// Number of attributes.
    public int size() {
        return size;
    }

    /// [TextRef] of the key.
    public long key(int index) {
        return keys[index];
    }

    /// Type of the value.
    public ValueType type(int index) {
        return ValueType.of(types[index]);
    }

    /// The value, see above.
    public long bits(int index) {
        return bits[index];
    }

    /// Forgets all rows, keeps the arrays.
    public void clear() {
        size = 0;
    }
}
