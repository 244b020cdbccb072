package dev.spanflame.server.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/// How the answer to one request is framed: lengths, `Connection`, `Date`, HEAD, and how to break off.
///
/// `keepAlive` may turn false until the head is written and says afterwards whether the connection goes on.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
final class ResponseHead {
    static final long UNKNOWN_LENGTH = -1;

    private final boolean http2;
    private final boolean http10;
    private final boolean bodiless;
    private volatile boolean keepAlive;

    ResponseHead(HttpRequest request, boolean http2) {
        this.http2 = http2;
        this.http10 = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
        this.bodiless = HttpMethod.HEAD.equals(request.method());
        this.keepAlive = http2 || HttpUtil.isKeepAlive(request);
    }

    /// Whether only the head of the answer is sent.
    boolean bodiless() {
        return bodiless;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    void closeAfterwards() {
        keepAlive = false;
    }

    HttpVersion version() {
        return HttpVersion.HTTP_1_1;
    }

    HttpResponseStatus status(int status) {
        return HttpResponseStatus.valueOf(status);
    }

    HttpResponse start(int status) {
        return new DefaultHttpResponse(version(), status(status));
    }

    /// Sets all header fields of an answer with `length` bytes of content.
    void fill(HttpResponse response, Map<String, String> headers, long length) {
        headers.forEach(response.headers()::set);
        response.headers().set(HttpHeaderNames.DATE, HttpDate.now());
        if (length != UNKNOWN_LENGTH) {
            // an HTTP/2 answer without content ends with its header fields; gRPC's trailers-only answer is one
            if (!http2 || length > 0) {
                response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
            }
        } else if (http10) {
            keepAlive = false;
        } else if (!http2 && !bodiless) {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        if (!http2 && !keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (http10) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    /// Makes the caller see that the answer is incomplete.
    void breakOff(Channel channel) {
        keepAlive = false;
        if (http2 && channel.isActive()) {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
        }
        channel.close();
    }

    /// The `Date` header, made once a second.
    private static final class HttpDate {
        private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                        "EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        private record Second(long epoch, String text) {}

        private static volatile Second last = new Second(0, "");

        static String now() {
            long second = System.currentTimeMillis() / 1000;
            Second current = last;
            if (current.epoch != second) {
                current = new Second(second, FORMAT.format(Instant.ofEpochSecond(second)));
                last = current;
            }
            return current.text;
        }
    }
}
