package dev.spanflame.server.http;

import dev.spanflame.server.http.tls.TlsDoor;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.TimeUnit;

/// Ends a channel whose request was answered before it had arrived whole.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
final class Linger {
    private static final long SECONDS = 2;

    private Linger() {}

    /// HTTP/2: asks the caller to stop sending, with NO_ERROR as RFC 9113 section 8.1 has it. HTTP/1: closes our side
    /// at once and the whole a little later, because closing a socket with unread bytes would take the answer away
    /// from a caller that still writes.
    static void close(Channel channel, boolean http2) {
        if (http2) {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR))
                    .addListener(_ -> channel.close());
            return;
        }
        if (!TlsDoor.closeOutbound(channel) && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
        channel.eventLoop().schedule(() -> channel.close(), SECONDS, TimeUnit.SECONDS);
    }
}
