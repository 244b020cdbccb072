package dev.spanflame.server.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Content codings of answers: gzip, where the caller takes it and it pays.
public final class Codings {
    /// Answers up to this size go out as they are.
    public static final int WORTHWHILE = 1024;

    private Codings() {}

    /// Whether an `Accept-Encoding` header admits gzip (RFC 9110 section 12.5.3).
    public static boolean acceptsGzip(String acceptEncoding) {
        boolean any = false;
        for (String part : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] pieces = part.split(";", -1);
            String name = pieces[0].strip();
            boolean refused = pieces.length > 1 && isZero(pieces[1].strip());
            if (name.equals("gzip") || name.equals("x-gzip")) {
                return !refused;
            }
            any |= name.equals("*") && !refused;
        }
        return any;
    }

    private static boolean isZero(String weight) {
        return weight.startsWith("q=") && weight.substring(2).strip().matches("0(\\.0{0,3})?");
    }

    /// `bytes` in gzip, at the fastest level: answers are made once and read over a local network.
    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (OutputStream gzip = gzip(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return out.toByteArray();
    }

    /// A stream that writes gzip to `out`; a flush reaches the reader.
    public static OutputStream gzip(OutputStream out) throws IOException {
        return new FastGzip(out);
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 8192, true);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
