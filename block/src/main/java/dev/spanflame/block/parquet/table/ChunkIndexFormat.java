package dev.spanflame.block.parquet.table;

import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The part `chunk` of [TableIndexFormat].
final class ChunkIndexFormat {
    private static final ColumnEncoding[] ENCODINGS = ColumnEncoding.values();

    private ChunkIndexFormat() {}

    /// Appends a chunk; the one before ended at byte `at` of the file.
    static void put(ChunkIndex chunk, long at, ByteBuilder out) {
        out.putByte(chunk.encoding().ordinal());
        out.putZigzag(chunk.bytes().offset() - at);
        out.putVarint(chunk.dictionaryBytes().length());
        for (int page = 0; page < chunk.pages(); page++) {
            out.putVarint(chunk.pageBytes(page, page + 1).length());
        }
        out.putVarint(chunk.uncompressedBytes());
        out.putByte(chunk.nulls() == 0 ? 0 : 1);
        if (chunk.nulls() > 0) {
            for (int page = 0; page < chunk.pages(); page++) {
                out.putVarint(chunk.nulls(page) + 1);
            }
            out.putVarint(chunk.nulls());
        }
        ValueRange range = chunk.range().orElse(null);
        if (range == null) {
            out.putByte(0);
        } else {
            out.putByte(1 | (range.minExact() ? 2 : 0) | (range.maxExact() ? 4 : 0));
            out.putBlob(range.min());
            out.putBlob(range.max());
        }
    }

    /// The next chunk, of so many pages.
    static ChunkIndex read(ByteCursor in, int pages, long at) throws DamagedException {
        ColumnEncoding encoding = pick(ENCODINGS, in.readByte());
        long offset = at + in.readZigzag();
        if (pages > in.remaining()) {
            throw new DamagedException(pages + " pages cannot be described in " + in.remaining() + " bytes");
        }
        int[] starts = new int[pages + 1];
        starts[0] = in.readCount(Integer.MAX_VALUE);
        for (int page = 0; page < pages; page++) {
            starts[page + 1] = starts[page] + in.readCount(Integer.MAX_VALUE - starts[page]);
        }
        long uncompressedBytes = in.readVarint();
        int[] nullCounts = new int[pages];
        long nulls = 0;
        if (in.readByte() != 0) {
            for (int page = 0; page < pages; page++) {
                nullCounts[page] = (int) (in.readVarint() - 1);
            }
            nulls = in.readVarint();
        }
        return new ChunkIndex(
                new ChunkIndex.Figures(encoding, offset, starts, nullCounts, nulls, uncompressedBytes, readRange(in)));
    }

    private static @Nullable ValueRange readRange(ByteCursor in) throws DamagedException {
        int flags = in.readByte();
        if (flags == 0) {
            return null;
        }
        return new ValueRange(in.readBlob(), in.readBlob(), (flags & 2) != 0, (flags & 4) != 0);
    }

    /// The largest pages that were passed over, in bytes.
    static final class Largest {
        int page;
        int dictionary;
    }

    /// Passes over the next chunk; where it ends in the file.
    static long passOver(ByteCursor in, int pages, long at, Largest largest) throws DamagedException {
        in.readByte();
        long gap = in.readZigzag();
        int dictionary = in.readCount(Integer.MAX_VALUE);
        long end = at + gap + dictionary;
        largest.dictionary = Math.max(largest.dictionary, dictionary);
        for (int i = 0; i < pages; i++) {
            int bytes = in.readCount(Integer.MAX_VALUE);
            largest.page = Math.max(largest.page, bytes);
            end += bytes;
        }
        in.readVarint();
        if (in.readByte() != 0) {
            for (int i = 0; i <= pages; i++) {
                in.readVarint();
            }
        }
        if (in.readByte() != 0) {
            in.take(in.readCount(in.remaining()));
            in.take(in.readCount(in.remaining()));
        }
        return end;
    }

    static <T> T pick(T[] constants, int ordinal) throws DamagedException {
        if (ordinal >= constants.length) {
            throw new DamagedException("constant " + ordinal + " of " + Arrays.toString(constants));
        }
        return constants[ordinal];
    }
}
