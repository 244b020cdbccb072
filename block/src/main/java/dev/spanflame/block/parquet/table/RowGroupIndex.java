package dev.spanflame.block.parquet.table;

import java.util.List;

/// A row group: the rows of its pages, counted from 0, and one chunk for each column. Immutable.
public record RowGroupIndex(PageBounds bounds, List<ChunkIndex> chunks) {
    private static final int OWN_BYTES = 24 + 16 + 16;
    /// Of a chunk that is an object, more or less.
    private static final int CHUNK_BYTES = 250;

    /// Throws [IllegalArgumentException] when a chunk does not have these pages; of packed ones when it is asked for.
    public RowGroupIndex {
        if (bounds.first() != 0) {
            throw new IllegalArgumentException("the pages of a row group begin at row " + bounds.first());
        }
        if (!(chunks instanceof PackedChunks)) {
            chunks = List.copyOf(chunks);
            for (ChunkIndex chunk : chunks) {
                require(bounds, chunk);
            }
        }
    }

    static void require(PageBounds bounds, ChunkIndex chunk) {
        if (chunk.pages() != bounds.pages() || chunk.nulls() > bounds.rows()) {
            throw new IllegalArgumentException("a chunk of " + chunk.pages() + " pages and " + chunk.nulls()
                    + " nulls in a row group of " + bounds.pages() + " pages and " + bounds.rows() + " rows");
        }
        long known = 0;
        boolean complete = true;
        for (int page = 0; page < bounds.pages(); page++) {
            int nulls = chunk.nulls(page);
            if (nulls < ChunkIndex.UNKNOWN || nulls > bounds.rows(page)) {
                throw new IllegalArgumentException(
                        "page " + page + " of " + bounds.rows(page) + " rows has " + nulls + " nulls");
            }
            complete &= nulls != ChunkIndex.UNKNOWN;
            known += Math.max(nulls, 0);
        }
        if (complete && known != chunk.nulls()) {
            throw new IllegalArgumentException("the pages have " + known + " nulls, the chunk has " + chunk.nulls());
        }
    }

    /// Number of rows.
    public int rows() {
        return bounds.rows();
    }

    /// Whether it is known without a look at each chunk that no page is larger than these bytes.
    public boolean isKnownWithin(int pageBytes, int dictionaryBytes) {
        return chunks instanceof PackedChunks packed && packed.isWithin(pageBytes, dictionaryBytes);
    }

    /// Heap in use, in bytes.
    long memoryBytes() {
        long ofChunks =
                chunks instanceof PackedChunks packed ? packed.memoryBytes() : (long) CHUNK_BYTES * chunks.size();
        return OWN_BYTES + Integer.BYTES * (bounds.pages() + 1L) + ofChunks;
    }

    /// One column.
    public ChunkIndex chunk(int column) {
        return chunks.get(column);
    }
}
