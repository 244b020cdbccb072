package dev.spanflame.proto.inflate;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// Inflates zstd (RFC 8878).
///
/// One frame that announces its size is inflated at once, in memory of that size. All else goes through a stream with a
/// window of at most 8 MiB, the bound that RFC 9659 sets for HTTP; the window is native memory and is reserved too.
final class ZstdInflater {
    private static final int MAX_WINDOW_LOG = 23;
    private static final int GUESSED_RATIO = 4;

    private ZstdInflater() {}

    /// All of `bytes[from, to)`.
    static byte[] inflate(byte[] bytes, int from, int to, InflateBudget budget) {
        if (from == to) {
            throw malformed("it is empty");
        }
        long size = Zstd.getFrameContentSize(bytes, from, to - from);
        if (size <= 0) {
            return inflateStream(bytes, from, to, budget);
        }
        budget.check(size);
        try {
            return Zstd.findFrameCompressedSize(bytes, from, to - from) == to - from
                    ? inflateAtOnce(bytes, from, to, (int) size, budget)
                    : inflateStream(bytes, from, to, budget);
        } catch (ZstdException e) {
            throw refused(e.getErrorCode(), String.valueOf(e.getMessage()));
        }
    }

    private static byte[] inflateAtOnce(byte[] bytes, int from, int to, int size, InflateBudget budget) {
        InflatedBytes out = new InflatedBytes(budget, size);
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            out.advance(context.decompressByteArray(out.piece(), 0, size, bytes, from, to - from));
        }
        return out.toByteArray();
    }

    private static byte[] inflateStream(byte[] bytes, int from, int to, InflateBudget budget) {
        InflatedBytes out = new InflatedBytes(budget, (long) GUESSED_RATIO * (to - from));
        budget.memory().grow(1L << MAX_WINDOW_LOG);
        try (ZstdInputStreamNoFinalizer in =
                new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(bytes, from, to - from))) {
            in.setLongMax(MAX_WINDOW_LOG);
            while (true) {
                if (out.room() == 0) {
                    out.grow();
                }
                int made = in.read(out.piece(), out.offset(), out.room());
                if (made < 0) {
                    return out.toByteArray();
                }
                out.advance(made);
            }
        } catch (ZstdIOException e) {
            throw refused(e.getErrorCode(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw malformed(String.valueOf(e.getMessage()));
        } finally {
            budget.memory().shrink(1L << MAX_WINDOW_LOG);
        }
    }

    private static BackendException refused(long code, String message) {
        if (code == Zstd.errFrameParameterWindowTooLarge()) {
            return new BackendException(
                    ErrorKind.TOO_LARGE,
                    "zstd_window",
                    "content needs a zstd window of more than " + (1 << MAX_WINDOW_LOG)
                            + " bytes, which is the limit (RFC 9659); compress with a lower level");
        }
        return malformed(message);
    }

    private static BackendException malformed(String why) {
        return BoundedInflater.malformed(ContentCoding.ZSTD, why);
    }
}
