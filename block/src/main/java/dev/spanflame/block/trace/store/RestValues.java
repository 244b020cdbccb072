package dev.spanflame.block.trace.store;

import dev.spanflame.block.trace.AttributeKey;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Attributes that have no column, sorted by the row of their owner. Used by one thread at a time.
public interface RestValues {
    /// None.
    RestValues NONE = new RestValues() {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public int row(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public AttributeKey key(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public long number(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public byte[] bytes(int index) {
            throw new IndexOutOfBoundsException(index);
        }
    };

    /// Number of values.
    int count();

    /// Row of the owner, counted from the first row at hand.
    int row(int index);

    /// Key and type.
    AttributeKey key(int index);

    /// Bytes of the value as it is stored, 0 for a number.
    int size(int index);

    /// Bits of a number.
    long number(int index);

    /// A string in UTF-8, a byte string, or the encoded `AnyValue` of an array or map.
    byte[] bytes(int index) throws IOException;

    /// The JSON text that an array or map was stored as; null where it was stored otherwise.
    default byte @Nullable [] json(int index) throws IOException {
        return null;
    }

    /// First value whose owner is not before `row`.
    default int lowerBound(int row) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (row(middle) < row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
