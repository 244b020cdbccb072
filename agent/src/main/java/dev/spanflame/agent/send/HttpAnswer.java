package dev.spanflame.agent.send;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a server answered.
final class HttpAnswer {
    private static final int CONTROL_FIELD = 4040;

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /// With names of headers in small letters, and no more of the body than is worth a log line.
    HttpAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// As text for people.
    String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// What the server wants to be changed, empty for nothing: in a header, or in field 4040 of an answer
    /// in protobuf.
    String control() {
        String named = header(Uploader.CONTROL);
        return named.isEmpty() && header("content-type").contains("proto") ? field() : named;
    }

    private String field() {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        try {
            while (bytes.hasRemaining()) {
                long key = number(bytes);
                if ((key & 7) == 0) {
                    number(bytes);
                } else if ((key & 7) == 2) {
                    byte[] piece = new byte[(int) Math.min(bytes.remaining(), number(bytes))];
                    bytes.get(piece);
                    if (key >>> 3 == CONTROL_FIELD) {
                        return new String(piece, StandardCharsets.UTF_8);
                    }
                } else {
                    return "";
                }
            }
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            // an answer that is not whole says nothing
        }
        return "";
    }

    private static long number(ByteBuffer bytes) {
        long value = 0;
        byte next;
        int shift = 0;
        do {
            next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }
}
