package dev.spanflame.block.parquet;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.spanflame.block.parquet.encoding.ByteBuilder;
import java.nio.ByteBuffer;

/// zstd with one context and one buffer for all pages of a file. Not thread-safe.
final class PageCompressor implements AutoCloseable {
    /// Streams shorter than this are not worth a table of codes of their own.
    static final int MIN_STREAM = 1024;
    /// The same for levels, and for what follows them: what is apart has tables of its own, which take time.
    private static final int MIN_HEAD = 600;

    private Effort effort;
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final ByteBuilder compressed = new ByteBuilder(1 << 16);
    private ByteBuffer source = ByteBuffer.allocateDirect(0);
    private ByteBuffer target = ByteBuffer.allocateDirect(0);

    /// How zstd looks for repeated bytes: `level`; `minMatch`, how many must be the same; and `searchLog`, the
    /// logarithm of how many places it looks at. 0 for what the level has.
    record Effort(int level, int minMatch, int searchLog) {
        /// As the level has it.
        static Effort of(int level) {
            return new Effort(level, 0, 0);
        }
    }

    PageCompressor(Effort effort) {
        this.effort = effort;
        context.setContentSize(true);
        context.setChecksum(false);
        configure();
    }

    /// Sets the effort for what comes next.
    void effort(Effort newEffort) {
        if (!effort.equals(newEffort)) {
            effort = newEffort;
            configure();
        }
    }

    private void configure() {
        context.setLevel(effort.level);
        context.setMinMatch(effort.minMatch);
        context.setSearchLog(effort.searchLog);
    }

    /// The compressed form of `page`, valid until the next call.
    ByteBuilder compress(ByteBuilder page) {
        long bound = Zstd.compressBound(page.size());
        compressed.size(0);
        compressed.ensure(bound);
        int size = context.compressByteArray(
                compressed.array(), 0, compressed.array().length, page.array(), 0, page.size());
        compressed.size(size);
        return compressed;
    }

    /// The same for a page that begins with `head` bytes of levels and ends with streams of `stream` bytes each, as
    /// byte-stream-split has them, 0 for none: each gets blocks of its own in the frame, for what is in one says
    /// nothing of how often a byte comes in another. Any reader of zstd reads it.
    ByteBuilder compress(ByteBuilder page, int head, int stream) {
        int rest = page.size() - head;
        int first = head < MIN_HEAD || rest < MIN_HEAD ? 0 : head;
        int part = stream < MIN_STREAM || stream >= rest ? page.size() - first : stream;
        return first == 0 && part == page.size() ? compress(page) : compressParts(page, first, part);
    }

    /// The first `first` bytes, then `part` at a time; a head that is too short for itself belongs to the first part.
    private ByteBuilder compressParts(ByteBuilder page, int first, int part) {
        source = filled(source, page);
        target = room(target, Zstd.compressBound(page.size()) + 64L * (page.size() / part + 2));
        context.setPledgedSrcSize(page.size());
        for (int end = first > 0 ? first : part + page.size() % part; end <= page.size(); end += part) {
            source.limit(end);
            EndDirective then = end == page.size() ? EndDirective.END : EndDirective.FLUSH;
            if (!context.compressDirectByteBufferStream(target, source, then)) {
                throw new IllegalStateException("zstd wants more room than it said");
            }
        }
        compressed.size(0);
        compressed.ensure(target.position());
        target.flip().get(compressed.array(), 0, target.limit());
        compressed.size(target.limit());
        return compressed;
    }

    private static ByteBuffer filled(ByteBuffer buffer, ByteBuilder page) {
        return room(buffer, page.size()).put(0, page.array(), 0, page.size());
    }

    /// An empty buffer with so much room.
    private static ByteBuffer room(ByteBuffer buffer, long bytes) {
        return buffer.capacity() >= bytes
                ? buffer.clear()
                : ByteBuffer.allocateDirect((int) Math.min(Integer.MAX_VALUE - 8, bytes + bytes / 4));
    }

    @Override
    public void close() {
        context.close();
    }
}
