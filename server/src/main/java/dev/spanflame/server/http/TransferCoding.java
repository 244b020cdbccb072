package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.server.edge.Printable;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Judges `Transfer-Encoding` of HTTP/1: absent, or `chunked` alone.
///
/// Anything else leaves open where the body ends and the next request begins, so that it could be used to
/// smuggle one request within another: RFC 9112 sections 6.1 and 6.3.
final class TransferCoding {
    private static final String CHUNKED = "chunked";

    private TransferCoding() {}

    /// Why the end of the body cannot be told, or empty. The connection has to be closed then.
    ///
    /// The error is BAD_REQUEST, or UNIMPLEMENTED where the length would be known and only a coding is not.
    static Optional<BackendException> check(HttpRequest request) {
        List<String> fields = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        if (request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
            return malformed("Transfer-Encoding is not known to HTTP/1.0; send Content-Length");
        }
        if (request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return malformed("request has both Transfer-Encoding and Content-Length; send one of them");
        }
        if (fields.size() == 1 && fields.getFirst().equalsIgnoreCase(CHUNKED)) {
            return Optional.empty();
        }
        String all = String.join(", ", fields);
        String text = "Transfer-Encoding '" + Printable.text(all, 64) + "' is not supported; send 'chunked' alone, "
                + "and name compression in Content-Encoding";
        return endsInOneChunked(all)
                ? Optional.of(new BackendException(ErrorKind.UNIMPLEMENTED, "transfer_coding", text))
                : malformed(text);
    }

    private static boolean endsInOneChunked(String codings) {
        String text = codings.toLowerCase(Locale.ROOT);
        int last = text.lastIndexOf(',');
        return text.substring(last + 1).strip().equals(CHUNKED) && text.indexOf(CHUNKED) > last;
    }

    private static Optional<BackendException> malformed(String text) {
        return Optional.of(BackendException.badRequest("malformed_request", text));
    }
}
