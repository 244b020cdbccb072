package dev.spanflame.block.parquet.table;

import java.util.List;

/// A row group: the rows of its pages, counted from 0, and one chunk for each column. Immutable.
public record RowGroupIndex(PageBounds bounds, List<ChunkIndex> chunks) {
    /// Throws [IllegalArgumentException] when a chunk does not have these pages.
    public RowGroupIndex {
        chunks = List.copyOf(chunks);
        if (bounds.first() != 0) {
            throw new IllegalArgumentException("the pages of a row group begin at row " + bounds.first());
        }
        for (ChunkIndex chunk : chunks) {
            require(bounds, chunk);
        }
    }

    private static void require(PageBounds bounds, ChunkIndex chunk) {
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

    /// One column.
    public ChunkIndex chunk(int column) {
        return chunks.get(column);
    }
}
