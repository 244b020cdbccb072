package dev.spanflame.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Watches an HTTP/2 connection: opens its receive window wide at the start, and says goodbye (GOAWAY) after a while
/// without streams. For one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
final class Http2Idle extends ChannelInboundHandlerAdapter {
    private final String listener;
    private final long nanos;
    private final int moreWindow;
    private int lastStream;
    private @Nullable Future<?> timer;

    Http2Idle(String listener, Duration timeout, int moreWindow) {
        this.listener = listener;
        this.nanos = timeout.toNanos();
        this.moreWindow = moreWindow;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        // no stream named: the window of the connection
        ctx.writeAndFlush(new DefaultHttp2WindowUpdateFrame(moreWindow));
        watch(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        PeerErrors.note(listener, cause);
        // the codec itself says goodbye to a peer that broke the protocol, with the code of what it did
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) == null) {
            ctx.close();
        }
    }

    private void watch(ChannelHandlerContext ctx) {
        timer = ctx.executor()
                .schedule(
                        () -> {
                            Http2FrameCodec codec = ctx.pipeline().get(Http2FrameCodec.class);
                            int newest = codec.connection().remote().lastStreamCreated();
                            if (codec.connection().numActiveStreams() == 0 && newest == lastStream) {
                                ctx.close();
                                return;
                            }
                            lastStream = newest;
                            watch(ctx);
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }
}
