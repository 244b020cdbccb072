package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.table.ByteRange;
import java.util.Arrays;
import java.util.List;

/// Bytes of a file that were fetched for a [dev.spanflame.block.parquet.table.FetchPlan]. Immutable, thread-safe.
public final class FetchedPages {
    private final ByteRange[] ranges;
    private final byte[][] bytes;

    private FetchedPages(ByteRange[] ranges, byte[][] bytes) {
        this.ranges = ranges;
        this.bytes = bytes;
    }

    /// A slice of an array.
    record Slice(byte[] bytes, int from, int length) {}

    /// What was fetched for `ranges`, as the plan gave them, in their order: so that a caller can fetch
    /// them in parallel. Throws [dev.spanflame.model.BackendException] of kind CORRUPT, naming `file`,
    /// where bytes are missing.
    public static FetchedPages of(String file, List<ByteRange> ranges, List<byte[]> bytes) {
        for (int i = 0; i < ranges.size(); i++) {
            if (bytes.get(i).length < ranges.get(i).length()) {
                throw Place.endsEarly(
                        file, ranges.get(i).offset(), ranges.get(i).length(), bytes.get(i).length);
            }
        }
        return new FetchedPages(ranges.toArray(new ByteRange[0]), bytes.toArray(new byte[0][]));
    }

    /// Bytes held in memory.
    public long memoryBytes() {
        return Arrays.stream(bytes).mapToLong(part -> part.length).sum();
    }

    /// Where `wanted` lies; throws [IllegalStateException] when it was not in the plan.
    Slice slice(ByteRange wanted) {
        int low = 0;
        int high = ranges.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            ByteRange range = ranges[middle];
            if (range.covers(wanted)) {
                return new Slice(bytes[middle], (int) (wanted.offset() - range.offset()), wanted.length());
            }
            if (range.offset() > wanted.offset()) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        throw new IllegalStateException(
                wanted.length() + " bytes at offset " + wanted.offset() + " are needed, but were not planned");
    }
}
