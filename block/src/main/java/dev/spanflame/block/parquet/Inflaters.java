package dev.spanflame.block.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.spanflame.block.parquet.encoding.DamagedException;
import java.util.concurrent.ArrayBlockingQueue;

/// Inflates zstd pages with contexts that are used again. Thread-safe.
final class Inflaters {
    private static final ArrayBlockingQueue<ZstdDecompressCtx> IDLE =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    private Inflaters() {}

    /// Inflates all of `source` into exactly `length` bytes at the start of `target`.
    static void inflate(FetchedPages.Slice source, byte[] target, int length) throws DamagedException {
        long announced = Zstd.getFrameContentSize(source.bytes(), source.from(), source.length());
        if (announced != length) {
            throw new DamagedException("its zstd frame does not hold " + length + " bytes, but " + announced);
        }
        ZstdDecompressCtx context = IDLE.poll();
        if (context == null) {
            context = new ZstdDecompressCtx();
        }
        try {
            int inflated =
                    context.decompressByteArray(target, 0, length, source.bytes(), source.from(), source.length());
            if (inflated != length) {
                throw new DamagedException("it inflates to " + inflated + " bytes instead of " + length);
            }
        } catch (ZstdException e) {
            throw new DamagedException("it cannot be inflated: " + e.getMessage());
        } finally {
            if (!IDLE.offer(context)) {
                context.close();
            }
        }
    }
}
