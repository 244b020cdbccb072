package dev.spanflame.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.util.CharsetUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes HTTP/2 connections that take too long over one frame, or over one block of header fields (RFC 9113 section
/// 4.3), with ENHANCE_YOUR_CALM.
///
/// Stands before the frame codec, which shows neither, and follows the heads of frames. A frame of DATA has the time of
/// two body windows, so that the slow body is answered first. For one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
final class Http2Timing extends ChannelInboundHandlerAdapter {
    private static final int LENGTH_BYTES = 3;

    private final long headNanos;
    private final long dataNanos;

    private int preface = Http2CodecUtil.connectionPrefaceBuf().readableBytes();
    // the frame in progress: bytes seen of its head, what they said, and bytes to come
    private int headBytes;
    private int length;
    private int type;
    private short flags;
    private int payload;
    /// Whether header fields go on in the next frame.
    private boolean block;
    /// When the frame or block in progress began.
    private long began;
    private @Nullable Future<?> timer;

    Http2Timing(ListenerSettings settings) {
        headNanos = settings.headTimeout().toNanos();
        dataNanos = Math.max(headNanos, 2 * settings.bodyTimeout().toNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            follow(bytes, System.nanoTime());
            if (unfinished() && timer == null) {
                watch(ctx, headNanos);
            }
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private boolean unfinished() {
        return block || headBytes > 0 || payload > 0;
    }

    private void follow(ByteBuf bytes, long now) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        int skipped = Math.min(preface, end - at);
        preface -= skipped;
        at += skipped;
        while (at < end) {
            if (payload > 0) {
                int taken = Math.min(payload, end - at);
                payload -= taken;
                at += taken;
                continue;
            }
            if (!unfinished()) {
                began = now;
            }
            head(bytes.getByte(at));
            at++;
        }
    }

    /// One byte of the head of a frame: length, type, flags, stream (RFC 9113 section 4.1).
    private void head(byte value) {
        if (headBytes < LENGTH_BYTES) {
            length = (headBytes == 0 ? 0 : length << 8) | (value & 0xff);
        } else if (headBytes == LENGTH_BYTES) {
            type = value;
        } else if (headBytes == LENGTH_BYTES + 1) {
            flags = value;
        }
        headBytes++;
        if (headBytes < Http2CodecUtil.FRAME_HEADER_LENGTH) {
            return;
        }
        headBytes = 0;
        payload = length;
        if (type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION) {
            block = !new Http2Flags(flags).endOfHeaders();
        }
    }

    /// One timer looks again and again while something is in progress, instead of one for every frame.
    private void watch(ChannelHandlerContext ctx, long nanos) {
        timer = ctx.executor()
                .schedule(
                        () -> {
                            timer = null;
                            if (!unfinished()) {
                                return;
                            }
                            boolean data = !block && payload > 0 && type == Http2FrameTypes.DATA;
                            long left = (data ? dataNanos : headNanos) - (System.nanoTime() - began);
                            if (left > 0) {
                                watch(ctx, Math.min(left, headNanos));
                            } else {
                                giveUp(ctx);
                            }
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    private static void giveUp(ChannelHandlerContext ctx) {
        ByteBuf text = Unpooled.copiedBuffer(
                "a frame or a block of header fields took too long to arrive", CharsetUtil.US_ASCII);
        // past the codec, which would wait for streams that cannot go on
        ctx.channel()
                .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM, text))
                .addListener(_ -> ctx.close());
    }
}
