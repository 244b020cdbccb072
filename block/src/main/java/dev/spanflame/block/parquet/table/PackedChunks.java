package dev.spanflame.block.parquet.table;

import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;
import java.util.AbstractList;
import java.util.RandomAccess;

/// The chunks of a row group as [TableIndexFormat] writes them: each is parsed whenever it is asked for, which takes a
/// fraction of a microsecond, and together they take a third of the memory of objects. Immutable, thread-safe.
///
/// A chunk that contradicts itself or its table is a [dev.spanflame.model.BackendException] of kind CORRUPT when it is
/// asked for.
final class PackedChunks extends AbstractList<ChunkIndex> implements RandomAccess {
    private static final int OWN_BYTES = 64 + 2 * 16;

    private final Table table;
    private final PageBounds bounds;
    /// Where each chunk begins in the bytes of the table's index, and behind the last one where it ends.
    private final int[] places;
    /// Where the chunk before each ends in the file, and the last one.
    private final long[] starts;

    private final ChunkIndexFormat.Largest largest;

    /// What all row groups of a table share: its index as bytes, with spare ones behind the end.
    record Table(String name, byte[] bytes, TableSchema schema, long fileBytes) {}

    private PackedChunks(Table table, PageBounds bounds) {
        int columns = table.schema.size();
        this.table = table;
        this.bounds = bounds;
        places = new int[columns + 1];
        starts = new long[columns + 1];
        largest = new ChunkIndexFormat.Largest();
    }

    /// The next chunks, of all columns; the one before ended at byte `start` of the file.
    static PackedChunks passOver(ByteCursor in, Table table, PageBounds bounds, long start) throws DamagedException {
        PackedChunks chunks = new PackedChunks(table, bounds);
        long at = start;
        for (int column = 0; column < chunks.size(); column++) {
            chunks.places[column] = in.position();
            chunks.starts[column] = at;
            at = ChunkIndexFormat.passOver(in, bounds.pages(), at, chunks.largest);
        }
        chunks.places[chunks.size()] = in.position();
        chunks.starts[chunks.size()] = at;
        return chunks;
    }

    PageBounds bounds() {
        return bounds;
    }

    /// Where the last chunk ends in the file.
    long end() {
        return starts[starts.length - 1];
    }

    /// Whether no page is larger than these bytes.
    boolean isWithin(int pageBytes, int dictionaryBytes) {
        return largest.page <= pageBytes && largest.dictionary <= dictionaryBytes;
    }

    @Override
    public int size() {
        return places.length - 1;
    }

    @Override
    public ChunkIndex get(int column) {
        try {
            ByteCursor in = new ByteCursor(table.bytes, places[column], places[column + 1]);
            ChunkIndex chunk = ChunkIndexFormat.read(in, bounds.pages(), starts[column]);
            RowGroupIndex.require(bounds, chunk);
            TableIndex.require(table.schema.column(column), chunk, table.fileBytes);
            return chunk;
        } catch (DamagedException | IllegalArgumentException e) {
            throw TableIndexFormat.damaged(table.name, e);
        }
    }

    /// Heap in use, in bytes, with its part of the bytes of the table's index.
    long memoryBytes() {
        return OWN_BYTES + (long) places[size()] - places[0] + (long) places.length * (Integer.BYTES + Long.BYTES);
    }
}
