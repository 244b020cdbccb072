package dev.spanflame.block.trace.build;

import dev.spanflame.block.column.ByteInterner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Numbers distinct resources, or scopes, by their first appearance. Not thread-safe.
///
/// They arrive as bytes that spell their content ([ContentKey]); known bytes are recognised without making a record.
final class ResourceInterner<T> {
    private final ByteInterner encodings = new ByteInterner();
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> things = new ArrayList<>();
    private int[] numberOfEncoding = new int[64];

    /// Number of the thing that `key` spells; `decode` makes it when the bytes are new.
    int intern(ContentKey key, Supplier<T> decode) {
        int before = encodings.size();
        int encoding = encodings.intern(key.bytes(), 0, key.length());
        if (encoding == before) {
            if (encoding == numberOfEncoding.length) {
                numberOfEncoding = Arrays.copyOf(numberOfEncoding, encoding * 2);
            }
            numberOfEncoding[encoding] = intern(decode.get());
        }
        return numberOfEncoding[encoding];
    }

    /// Number of `thing`.
    int intern(T thing) {
        Integer known = numbers.get(thing);
        if (known != null) {
            return known;
        }
        things.add(thing);
        numbers.put(thing, things.size() - 1);
        return things.size() - 1;
    }

    /// The things so far.
    List<T> things() {
        return List.copyOf(things);
    }

    /// Bytes of heap held, roughly.
    long memoryBytes() {
        return encodings.memoryBytes() * 4;
    }
}
