package dev.spanflame.proto.inflate;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates zlib and raw deflate streams.
final class DeflateInflater {
    /// What a stream without an announced size is guessed to become, at first.
    private static final int GUESSED_RATIO = 4;

    private DeflateInflater() {}

    /// All of `bytes[from, to)`, in zlib's wrapper or without it.
    static byte[] inflate(byte[] bytes, int from, int to, InflateBudget budget) {
        InflatedBytes out = new InflatedBytes(budget, (long) GUESSED_RATIO * (to - from));
        Inflater inflater = new Inflater(!hasWrapper(bytes, from, to));
        try {
            int end = run(inflater, ContentCoding.DEFLATE, bytes, from, to, out);
            if (end < to) {
                throw BoundedInflater.malformed(ContentCoding.DEFLATE, (to - end) + " bytes follow its end");
            }
        } finally {
            inflater.end();
        }
        return out.toByteArray();
    }

    /// RFC 1950: method 8 in the lower half of the first byte, and the first two bytes a multiple of 31. A raw stream
    /// would have to begin with a stored block whose unused bits are set.
    private static boolean hasWrapper(byte[] bytes, int from, int to) {
        return to - from >= 2
                && (bytes[from] & 0x0f) == 8
                && ((bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff)) % 31 == 0;
    }

    /// Inflates one stream from `from` on into `out`; returns where it ends.
    static int run(Inflater inflater, ContentCoding coding, byte[] bytes, int from, int to, InflatedBytes out) {
        inflater.setInput(bytes, from, to - from);
        byte[] probe = new byte[1];
        try {
            while (!inflater.finished()) {
                // A stream that fills its announced size exactly ends without needing more room.
                boolean full = out.room() == 0;
                int made =
                        full ? inflater.inflate(probe, 0, 1) : inflater.inflate(out.piece(), out.offset(), out.room());
                if (full) {
                    out.append(probe, made);
                } else {
                    out.advance(made);
                }
                if (made == 0 && !inflater.finished()) {
                    throw BoundedInflater.malformed(
                            coding, inflater.needsDictionary() ? "it needs a dictionary" : "it is cut off");
                }
            }
        } catch (DataFormatException e) {
            throw BoundedInflater.malformed(coding, e.getMessage() == null ? "it is damaged" : e.getMessage());
        }
        return to - inflater.getRemaining();
    }
}
