package dev.spanflame.block.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;
import java.util.concurrent.ArrayBlockingQueue;

/// A zstd context and a buffer to inflate pages into, both used again and again. One thread uses an inflater from
/// [#borrow] to [#close].
final class Inflater implements AutoCloseable {
    private static final int LARGEST_KEPT = 1 << 20;
    private static final ArrayBlockingQueue<Inflater> IDLE =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private byte[] buffer = new byte[1 << 17];

    private Inflater() {}

    /// One that nobody uses.
    static Inflater borrow() {
        Inflater idle = IDLE.poll();
        return idle == null ? new Inflater() : idle;
    }

    /// All of `source`, which must inflate to exactly `length` bytes; valid until the next call and [#close].
    ByteCursor inflate(FetchedPages.Slice source, int length) throws DamagedException {
        long announced = Zstd.getFrameContentSize(source.bytes(), source.from(), source.length());
        if (announced != length) {
            throw new DamagedException("its zstd frame does not hold " + length + " bytes, but " + announced);
        }
        if (buffer.length < length + ByteCursor.SPARE) {
            buffer = new byte[length + ByteCursor.SPARE];
        }
        try {
            int inflated =
                    context.decompressByteArray(buffer, 0, length, source.bytes(), source.from(), source.length());
            if (inflated != length) {
                throw new DamagedException("it inflates to " + inflated + " bytes instead of " + length);
            }
        } catch (ZstdException e) {
            throw new DamagedException("it cannot be inflated: " + e.getMessage());
        }
        return new ByteCursor(buffer, 0, length);
    }

    @Override
    public void close() {
        if (buffer.length > LARGEST_KEPT) {
            buffer = new byte[0];
        }
        if (!IDLE.offer(this)) {
            context.close();
        }
    }
}
