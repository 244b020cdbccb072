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

    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final ByteBuilder compressed = new ByteBuilder(1 << 16);
    private ByteBuffer source = ByteBuffer.allocateDirect(0);
    private ByteBuffer target = ByteBuffer.allocateDirect(0);

    PageCompressor(int level) {
        context.setLevel(level);
        context.setContentSize(true);
        context.setChecksum(false);
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

    /// The same for a page that ends with streams of `stream` bytes each, as byte-stream-split has them: each
    /// gets blocks of its own in the frame, for what is in one says nothing of how often a byte comes in
    /// another. Any reader of zstd reads it.
    ByteBuilder compress(ByteBuilder page, int stream) {
        if (stream < MIN_STREAM || stream >= page.size()) {
            return compress(page);
        }
        source = filled(source, page);
        target = room(target, Zstd.compressBound(page.size()) + 64L * (page.size() / stream + 1));
        context.setPledgedSrcSize(page.size());
        for (int end = page.size() % stream; end < page.size(); ) {
            end += stream;
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
