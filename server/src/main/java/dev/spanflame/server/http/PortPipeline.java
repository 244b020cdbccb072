package dev.spanflame.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.AsciiString;

/// Builds the pipeline of a connection: HTTP/1, or HTTP/2 by its preface (behind TLS too) or by an upgrade.
///
/// ```
///   bytes ─ (TLS) ─ Http1Timing ─ PrefaceSniffer ─┬─ HttpServerCodec ─ upgrade ─ ExchangeHandler
///                                                 └─ Http2Timing ─ Http2FrameCodec ─ Http2Multiplex ─ Http2Idle
///                                                                           └─ stream: HTTP objects ─ ExchangeHandler
/// ```
final class PortPipeline {
    private static final int STREAM_WINDOW = 1 << 20;
    private static final int CONNECTION_WINDOW = 8 << 20;
    private static final String EXCHANGES = "exchanges";
    private static final String TIMING = "timing";

    private final Port port;

    PortPipeline(Port port) {
        this.port = port;
    }

    /// For a connection that has said nothing yet.
    void begin(ChannelPipeline pipeline) {
        pipeline.addLast(TIMING, new Http1Timing(port.settings));
        pipeline.addLast(new PrefaceSniffer(port.name, this));
    }

    void http1(ChannelPipeline pipeline) {
        HttpServerCodec codec = new HttpServerCodec(new HttpDecoderConfig()
                .setMaxInitialLineLength(port.settings.maxUrlBytes())
                .setMaxHeaderSize(port.settings.maxHeaderBytes()));
        pipeline.addLast(codec);
        pipeline.addLast(new EmptyUpgrade(codec));
        pipeline.addLast(EXCHANGES, new ExchangeHandler(port, false, pipeline.get(Http1Timing.class)));
    }

    void http2(ChannelPipeline pipeline) {
        pipeline.remove(TIMING);
        pipeline.addLast(new Http2Timing(port.settings));
        pipeline.addLast(frames());
        pipeline.addLast(streams());
        pipeline.addLast(idle());
    }

    private Http2FrameCodec frames() {
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(port.settings.callsPerConnection())
                .initialWindowSize(STREAM_WINDOW)
                .maxHeaderListSize(port.settings.maxHeaderBytes());
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(settings)
                .gracefulShutdownTimeoutMillis(port.settings.drainTimeout().toMillis())
                .build();
    }

    private Http2MultiplexHandler streams() {
        return new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
                stream.pipeline().addLast(new ExchangeHandler(port, true, Http1Timing.none(port.settings)));
            }
        });
    }

    private Http2Idle idle() {
        return new Http2Idle(
                port.name, port.settings.idleTimeout(), CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
    }

    /// Upgrades to h2c for requests without a body; a request with one is answered as HTTP/1.1, as RFC 9110
    /// section 7.8 allows, so that nothing of it is ever read twice.
    private final class EmptyUpgrade extends HttpServerUpgradeHandler {
        EmptyUpgrade(HttpServerCodec codec) {
            super(codec, protocol -> isHttp2(protocol) ? new Upgrade(frames()) : null, 0);
        }

        @Override
        protected boolean shouldHandleUpgradeRequest(HttpRequest request) {
            return !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                    && HttpUtil.getContentLength(request, 0L) == 0;
        }
    }

    private static boolean isHttp2(CharSequence protocol) {
        return AsciiString.contentEquals(Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, protocol);
    }

    private final class Upgrade extends Http2ServerUpgradeCodec {
        Upgrade(Http2FrameCodec frames) {
            super(frames, streams(), idle());
        }

        @Override
        public void upgradeTo(ChannelHandlerContext ctx, FullHttpRequest request) {
            super.upgradeTo(ctx, request);
            ctx.pipeline().remove(TIMING);
            ctx.pipeline().remove(EXCHANGES);
            String codec = ctx.pipeline().context(Http2FrameCodec.class).name();
            ctx.pipeline().addBefore(codec, null, new Http2Timing(port.settings));
        }
    }
}
