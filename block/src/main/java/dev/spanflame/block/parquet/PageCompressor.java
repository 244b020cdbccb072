package dev.spanflame.block.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.spanflame.block.parquet.encoding.ByteBuilder;

/// zstd with one context and one buffer for all pages of a file. Not thread-safe.
final class PageCompressor implements AutoCloseable {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final ByteBuilder compressed = new ByteBuilder(1 << 16);

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

    @Override
    public void close() {
        context.close();
    }
}
