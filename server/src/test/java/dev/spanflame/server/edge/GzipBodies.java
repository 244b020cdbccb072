package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Inflates gzip within bounds, for tests of the listeners.
public final class GzipBodies implements BodyInflater {
    @Override
    public List<String> codings() {
        return List.of("gzip");
    }

    @Override
    public void check(String coding) {
        if (!BodyInflater.isIdentity(coding) && !coding.equals("gzip")) {
            throw new BackendException(
                    ErrorKind.UNSUPPORTED_MEDIA,
                    "unknown_coding",
                    "coding '" + coding + "' is not supported; use gzip");
        }
    }

    @Override
    public byte[] content(String coding, byte[] body, int maxBytes, Reservation memory) {
        check(coding);
        if (!BodyInflater.isIdentity(coding)) {
            return inflate(body, maxBytes, memory);
        }
        if (body.length > maxBytes) {
            throw BodyInflater.tooLarge(maxBytes);
        }
        return body;
    }

    private static byte[] inflate(byte[] body, int maxBytes, Reservation memory) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (out.size() + n > maxBytes) {
                    throw BodyInflater.tooLarge(maxBytes);
                }
                memory.grow(n);
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            throw BackendException.badRequest("malformed_body", "body is not gzip: " + e.getMessage());
        }
        return out.toByteArray();
    }
}
