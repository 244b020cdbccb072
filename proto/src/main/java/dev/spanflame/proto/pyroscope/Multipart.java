package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.BackendException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The parts of a `multipart/form-data` body (RFC 7578) by their names; of parts with one name the first counts.
///
/// Throws [BackendException] of kind BAD_REQUEST for a body that is none.
final class Multipart {
    private static final int MAX_PARTS = 32;
    private static final int MAX_HEADER_BYTES = 8_192;
    private static final int MAX_BOUNDARY = 200;

    private final byte[] body;
    private final Map<String, byte[]> parts = new HashMap<>();

    private Multipart(byte[] body) {
        this.body = body;
    }

    /// Whether the content type is that of a form.
    static boolean isMultipart(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /// Reads a form.
    static Multipart parse(String contentType, byte[] body) {
        Multipart form = new Multipart(body);
        form.read(("--" + boundary(contentType)).getBytes(StandardCharsets.ISO_8859_1));
        return form;
    }

    /// Content of a part.
    Optional<byte[]> part(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    private void read(byte[] delimiter) {
        int at = indexOf(delimiter, 0);
        if (at < 0) {
            throw malformed("its boundary is not in the body");
        }
        int count = 0;
        at += delimiter.length;
        while (!isClosing(at)) {
            if (++count > MAX_PARTS) {
                throw malformed("more than " + MAX_PARTS + " parts");
            }
            int headers = lineEnd(at);
            int content = headersEnd(headers);
            int end = delimiterAfter(content, delimiter);
            String name = partName(new String(body, headers, content - headers, StandardCharsets.UTF_8));
            parts.putIfAbsent(name, Arrays.copyOfRange(body, content, end));
            at = indexOf(delimiter, end) + delimiter.length;
        }
    }

    private boolean isClosing(int at) {
        return at + 1 < body.length && body[at] == '-' && body[at + 1] == '-';
    }

    /// Position behind the rest of the line of a delimiter.
    private int lineEnd(int from) {
        for (int i = from; i < Math.min(body.length, from + MAX_HEADER_BYTES); i++) {
            if (body[i] == '\n') {
                return i + 1;
            }
        }
        throw malformed("a part has no end of its first line");
    }

    /// Position behind the empty line that ends the headers which begin at `from`.
    private int headersEnd(int from) {
        int line = from;
        for (int i = from; i < Math.min(body.length, from + MAX_HEADER_BYTES); i++) {
            if (body[i] == '\n') {
                int end = i > line && body[i - 1] == '\r' ? i - 1 : i;
                if (end == line) {
                    return i + 1;
                }
                line = i + 1;
            }
        }
        throw malformed("the headers of a part do not end");
    }

    /// End of the content that begins at `from`: the line break before the next delimiter.
    private int delimiterAfter(int from, byte[] delimiter) {
        int at = from;
        while (true) {
            at = indexOf(delimiter, at);
            if (at < 0) {
                throw malformed("a part does not end; the body was cut");
            }
            if (at > from && body[at - 1] == '\n') {
                int end = at - 1;
                return end > from && body[end - 1] == '\r' ? end - 1 : end;
            }
            if (at == from) {
                return at;
            }
            at++;
        }
    }

    private int indexOf(byte[] wanted, int from) {
        byte first = wanted[0];
        for (int i = from; i <= body.length - wanted.length; i++) {
            if (body[i] == first && Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private static String partName(String headers) {
        for (String line : headers.split("\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                return parameter(line, "name").orElse("");
            }
        }
        return "";
    }

    private static String boundary(String contentType) {
        String boundary = parameter(contentType, "boundary").orElse("");
        if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw malformed("the content type names no boundary of 1 to " + MAX_BOUNDARY + " characters");
        }
        return boundary;
    }

    /// Value of `; name=value` or `; name="value"` in a header.
    private static Optional<String> parameter(String header, String name) {
        for (String piece : header.split(";", -1)) {
            int equals = piece.indexOf('=');
            if (equals > 0 && piece.substring(0, equals).strip().equalsIgnoreCase(name)) {
                String value = piece.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return Optional.of(quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return Optional.empty();
    }

    private static BackendException malformed(String why) {
        return BackendException.badRequest("malformed_form", "body is not valid multipart/form-data: " + why);
    }
}
