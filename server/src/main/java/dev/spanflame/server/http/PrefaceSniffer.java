package dev.spanflame.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/// Looks at the first bytes of a connection: the HTTP/2 preface or anything else, which is then HTTP/1.
@SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail
final class PrefaceSniffer extends ByteToMessageDecoder {
    private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    private final String listener;
    private final PortPipeline pipelines;

    PrefaceSniffer(String listener, PortPipeline pipelines) {
        this.listener = listener;
        this.pipelines = pipelines;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        PeerErrors.note(listener, cause);
        ctx.close();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), preface.readableBytes());
        if (!ByteBufUtil.equals(in, in.readerIndex(), preface, preface.readerIndex(), length)) {
            pipelines.http1(ctx.pipeline());
        } else if (length == preface.readableBytes()) {
            pipelines.http2(ctx.pipeline());
        } else {
            return;
        }
        // what was read so far goes on to the handlers just added
        ctx.pipeline().remove(this);
    }
}
