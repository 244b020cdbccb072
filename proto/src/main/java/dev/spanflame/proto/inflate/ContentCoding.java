package dev.spanflame.proto.inflate;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A compression that is understood, by its name in `Content-Encoding` and `grpc-encoding`.
public enum ContentCoding {
    /// As it is.
    IDENTITY("identity"),
    /// RFC 1952, one member or several after each other.
    GZIP("gzip"),
    /// RFC 8878, one frame or several after each other, windows of at most 8 MiB (RFC 9659).
    ZSTD("zstd"),
    /// RFC 1950 (zlib), and RFC 1951 without the wrapper, which some senders mean by this name.
    DEFLATE("deflate");

    private static final int MAX_CODINGS = 4;

    private final String label;

    ContentCoding(String label) {
        this.label = label;
    }

    /// Name in headers.
    public String label() {
        return label;
    }

    /// The coding of this name, in any case. Throws [BackendException] of kind UNSUPPORTED_MEDIA, which lists the names
    /// that are understood.
    public static ContentCoding of(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "zstd" -> ZSTD;
            case "deflate", "zlib" -> DEFLATE;
            default ->
                throw new BackendException(
                        ErrorKind.UNSUPPORTED_MEDIA,
                        "unknown_encoding",
                        "content encoding '" + shown(name)
                                + "' is not supported; send gzip, zstd, deflate or identity");
        };
    }

    /// The codings of a `Content-Encoding` header in the order in which the sender applied them, identity left out.
    ///
    /// Throws [BackendException] of kind UNSUPPORTED_MEDIA for a name that is not understood, or over four names.
    public static List<ContentCoding> parse(String header) {
        List<ContentCoding> codings = new ArrayList<>();
        for (String name : header.split(",")) {
            ContentCoding coding = of(name);
            if (coding != IDENTITY) {
                codings.add(coding);
            }
            if (codings.size() > MAX_CODINGS) {
                throw new BackendException(
                        ErrorKind.UNSUPPORTED_MEDIA,
                        "unknown_encoding",
                        "more than " + MAX_CODINGS + " content encodings on one body; send one");
            }
        }
        return List.copyOf(codings);
    }

    /// What `bytes[from, to)` look like by their first bytes: gzip, zstd, or neither.
    public static ContentCoding sniff(byte[] bytes, int from, int to) {
        if (to - from >= 2 && bytes[from] == 0x1f && bytes[from + 1] == (byte) 0x8b) {
            return GZIP;
        }
        boolean zstd = to - from >= 4
                && bytes[from] == 0x28
                && bytes[from + 1] == (byte) 0xb5
                && bytes[from + 2] == 0x2f
                && bytes[from + 3] == (byte) 0xfd;
        return zstd ? ZSTD : IDENTITY;
    }

    private static String shown(String name) {
        String text = name.strip();
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
