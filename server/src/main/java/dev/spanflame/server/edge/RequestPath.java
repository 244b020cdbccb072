package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Path and raw query of a request target, the path percent-decoded once.
///
/// Refused with [dev.spanflame.model.ErrorKind#BAD_REQUEST]: broken escapes and bytes that are not UTF-8,
/// control characters (NUL among them), `.` and `..` as a segment however they are spelled, and a second
/// layer of escapes that would become one of these where somebody decodes again (`%252e`, `%252f`, `%255c`,
/// `%2500`).
///
/// @param path     begins with one `/`, even if there were several; an escaped slash separates like a plain one
/// @param rawQuery text after `?`, without it; empty when there is none
public record RequestPath(String path, String rawQuery) {
    private static final String REASON = "invalid_path";
    private static final String[] SECOND_LAYER = {"%2e", "%2f", "%5c", "%00"};

    /// Takes `target` apart: `/path?query`, or `http://host/path?query` as proxies send it.
    public static RequestPath parse(String target) {
        String local = withoutOrigin(target);
        int question = local.indexOf('?');
        int fragment = local.indexOf('#');
        if (fragment >= 0) {
            throw refused("request path is followed by a fragment ('#'), which never belongs into a request");
        }
        String rawPath = question < 0 ? local : local.substring(0, question);
        String path = decode(rawPath);
        if (!path.startsWith("/")) {
            throw refused("request path must begin with '/'");
        }
        check(path);
        return new RequestPath(withOneSlash(path), question < 0 ? "" : local.substring(question + 1));
    }

    /// A base URL that ends with a slash gives `//api/search` to careless clients.
    private static String withOneSlash(String path) {
        int first = 0;
        while (path.startsWith("//", first)) {
            first++;
        }
        return path.substring(first);
    }

    private static String withoutOrigin(String target) {
        int scheme = target.startsWith("http://") ? 7 : target.startsWith("https://") ? 8 : 0;
        if (scheme == 0) {
            return target;
        }
        int slash = target.indexOf('/', scheme);
        return slash < 0 ? "/" : target.substring(slash);
    }

    private static String decode(String raw) {
        if (raw.indexOf('%') < 0 && raw.chars().allMatch(c -> c < 0x80)) {
            return raw;
        }
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++, length++) {
            bytes[length] = bytes[i];
            if (bytes[i] == '%') {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw refused("request path has a broken percent escape at byte " + i);
                }
                bytes[length] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException _) {
            throw refused("request path is not UTF-8 after percent-decoding");
        }
    }

    private static void check(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (Character.isISOControl(path.charAt(i))) {
                throw refused("request path has the control character U+%04X at position %d"
                        .formatted((int) path.charAt(i), i));
            }
        }
        for (String segment : path.replace('\\', '/').split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw refused("request path has a '.' or '..' segment");
            }
        }
        String lower = path.toLowerCase(Locale.ROOT);
        for (String escape : SECOND_LAYER) {
            if (lower.contains(escape)) {
                throw refused("request path is percent-encoded twice");
            }
        }
    }

    private static BackendException refused(String message) {
        return BackendException.badRequest(REASON, message);
    }
}
