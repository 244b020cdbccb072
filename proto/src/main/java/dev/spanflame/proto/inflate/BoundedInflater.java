package dev.spanflame.proto.inflate;

import dev.spanflame.model.BackendException;
import java.util.Arrays;
import java.util.List;

/// Inflates content within an [InflateBudget]. Used for bodies of HTTP, messages of gRPC and files inside of both.
///
/// Sizes that content announces are checked before anything is allocated, and believed no further. Content over a
/// limit is refused with kind TOO_LARGE, damaged or truncated content with kind BAD_REQUEST, a full process with kind
/// UNAVAILABLE. Thread-safe, without state.
public final class BoundedInflater {
    private BoundedInflater() {}

    /// Content under several codings, given in the order in which the sender applied them; `content` itself if none.
    public static byte[] inflate(List<ContentCoding> codings, byte[] content, InflateBudget budget) {
        byte[] inner = content;
        for (ContentCoding coding : codings.reversed()) {
            inner = inflate(coding, inner, budget);
        }
        if (codings.isEmpty()) {
            budget.checkPlain(content.length);
        }
        return inner;
    }

    /// Content under one coding; `content` itself under identity.
    public static byte[] inflate(ContentCoding coding, byte[] content, InflateBudget budget) {
        if (coding == ContentCoding.IDENTITY) {
            budget.checkPlain(content.length);
            return content;
        }
        return inflate(coding, content, 0, content.length, budget);
    }

    /// The content in `bytes[from, to)` under one coding, always in an array of its own.
    public static byte[] inflate(ContentCoding coding, byte[] bytes, int from, int to, InflateBudget budget) {
        return switch (coding) {
            case IDENTITY -> copy(bytes, from, to, budget);
            case GZIP -> new GzipInflater(bytes, from, to, budget).inflate();
            case DEFLATE -> DeflateInflater.inflate(bytes, from, to, budget);
            case ZSTD -> ZstdInflater.inflate(bytes, from, to, budget);
        };
    }

    private static byte[] copy(byte[] bytes, int from, int to, InflateBudget budget) {
        budget.checkPlain(to - from);
        InflatedBytes out = new InflatedBytes(budget, to - from);
        out.append(Arrays.copyOfRange(bytes, from, to), to - from);
        return out.toByteArray();
    }

    /// The refusal of content that is not what its coding says.
    static BackendException malformed(ContentCoding coding, String why) {
        return BackendException.badRequest("malformed_encoding", "content is not valid " + coding.label() + ": " + why);
    }
}
