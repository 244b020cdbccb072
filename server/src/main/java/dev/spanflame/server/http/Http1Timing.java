package dev.spanflame.server.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes HTTP/1 connections that wait too long for a request, or too long within the head of one (with 408).
///
/// Stands before the decoder, where the first byte of a request shows. For one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
class Http1Timing extends ChannelInboundHandlerAdapter {
    /// What the connection waits for.
    private enum Phase {
        FIRST_BYTE,
        REST_OF_HEAD,
        NOTHING
    }

    private final ListenerSettings settings;
    private Phase phase = Phase.FIRST_BYTE;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> timer;

    Http1Timing(ListenerSettings settings) {
        this.settings = settings;
    }

    /// Timing of an HTTP/2 stream, where the connection is watched instead.
    static Http1Timing none(ListenerSettings settings) {
        return new Http1Timing(settings);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        await(Phase.FIRST_BYTE);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        await(Phase.NOTHING);
        context = null;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (phase == Phase.FIRST_BYTE) {
            await(Phase.REST_OF_HEAD);
        }
        ctx.fireChannelRead(message);
    }

    /// The head of a request is complete.
    void requestStarted() {
        await(Phase.NOTHING);
    }

    /// The answer is sent and the connection goes on.
    void requestEnded() {
        await(Phase.FIRST_BYTE);
    }

    private void await(Phase next) {
        phase = next;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        ChannelHandlerContext ctx = context;
        if (ctx == null || next == Phase.NOTHING) {
            return;
        }
        long nanos = next == Phase.FIRST_BYTE
                ? settings.idleTimeout().toNanos()
                : settings.headTimeout().toNanos();
        timer = ctx.executor().schedule(() -> passed(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private void passed(ChannelHandlerContext ctx) {
        if (phase == Phase.FIRST_BYTE) {
            ctx.close();
            return;
        }
        DefaultFullHttpResponse late =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_TIMEOUT);
        late.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        late.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        ctx.channel().writeAndFlush(late).addListener(ChannelFutureListener.CLOSE);
    }
}
