package dev.spanflame.server.http.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks at the first byte of a connection: a TLS handshake, or a caller without TLS. The latter is let through where
/// that is allowed, and told otherwise. For one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
public final class TlsDoor extends ByteToMessageDecoder {
    private static final int HANDSHAKE = 22;
    private static final byte[] REFUSAL = """
            HTTP/1.1 400 Bad Request\r
            Content-Type: text/plain; charset=utf-8\r
            Connection: close\r
            \r
            this port speaks TLS; use https:// in place of http://
            """.getBytes(StandardCharsets.US_ASCII);

    private final Setup setup;
    private final Duration patience;
    private final Consumer<ChannelPipeline> next;
    private @Nullable Future<?> timer;

    /// How connections of a port are secured: by `keys`; others are let through if `plain`.
    public record Setup(TlsKeys keys, boolean plain) {}

    /// A door before what `next` adds to the pipeline; a caller has `patience` to say something, and as long again for
    /// the handshake.
    public TlsDoor(Setup setup, Duration patience, Consumer<ChannelPipeline> next) {
        this.setup = setup;
        this.patience = patience;
        this.next = next;
    }

    /// Tells the other side that nothing more comes, where the connection is secured; whether it is.
    public static boolean closeOutbound(Channel channel) {
        SslHandler secured = channel.pipeline().get(SslHandler.class);
        if (secured == null) {
            return false;
        }
        secured.closeOutbound();
        return true;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> ctx.close(), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.getByte(in.readerIndex()) == HANDSHAKE) {
            SslHandler secured = setup.keys().context().newHandler(ctx.alloc());
            secured.setHandshakeTimeoutMillis(patience.toMillis());
            ctx.pipeline().addLast(secured);
        } else if (!setup.plain()) {
            in.skipBytes(in.readableBytes());
            ctx.writeAndFlush(Unpooled.wrappedBuffer(REFUSAL)).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        next.accept(ctx.pipeline());
        // what was read so far goes on to the handlers just added
        ctx.pipeline().remove(this);
    }
}
