package dev.spanflame.proto.pyroscope;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a `multipart/form-data` body as HTTP clients do.
public final class FormBody {
    private static final String BOUNDARY = "------------------------d74496d66958873e";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// Adds a part as a file.
    public FormBody add(String name, byte[] content) {
        text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        out.writeBytes(content);
        text("\r\n");
        return this;
    }

    /// Header `Content-Type` of the body.
    public static String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    /// The body.
    public byte[] toByteArray() {
        text("--" + BOUNDARY + "--\r\n");
        return out.toByteArray();
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
