package dev.spanflame.server.http;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;

/// Tells what a peer did (broken connections, protocol violations) from faults of ours.
final class PeerErrors {
    private static final System.Logger LOG = System.getLogger("server.http");

    private PeerErrors() {}

    /// Logs `cause` as an error when it is a fault of ours; what peers do is for debugging only.
    static void note(String listener, Throwable cause) {
        boolean peer =
                cause instanceof IOException || cause instanceof DecoderException || cause instanceof Http2Exception;
        System.Logger.Level level = peer ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
        LOG.log(level, "connection failed listener=" + listener, cause);
    }
}
