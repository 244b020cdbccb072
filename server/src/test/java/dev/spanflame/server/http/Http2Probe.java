package dev.spanflame.server.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An HTTP/2 connection (prior knowledge) whose streams send exactly the frames a test wants.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Probe implements AutoCloseable {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<Http2Error> goAways = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> maxStreams = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> maxHeaders = new LinkedBlockingQueue<>();
    private final Channel connection;

    Http2Probe(int port) {
        connection = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .initialSettings(Http2Settings.defaultSettings())
                                                .encoderEnforceMaxConcurrentStreams(false)
                                                .encoderIgnoreMaxHeaderListSize(true)
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                                        new GoAways());
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel();
    }

    /// Opens a stream.
    Stream open(String method, String path, boolean end) {
        return open(new DefaultHttp2Headers().method(method).path(path), end);
    }

    /// A `GET` with `count` header fields of so many bytes each.
    Stream open(String path, int bytes, int count) {
        Http2Headers headers = new DefaultHttp2Headers().method("GET").path(path);
        for (int i = 0; i < count; i++) {
            headers.add("probe-" + i, "a".repeat(bytes));
        }
        return open(headers, true);
    }

    private Stream open(Http2Headers headers, boolean end) {
        Answer answer = new Answer();
        Http2StreamChannel channel = new Http2StreamChannelBootstrap(connection)
                .handler(answer)
                .open()
                .syncUninterruptibly()
                .getNow();
        headers.scheme("http").authority("x");
        channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, end));
        return new Stream(channel, answer);
    }

    /// Opens and resets streams one after the other until the server has enough.
    void openAndReset(String path, int times) {
        for (int i = 0; i < times && connection.isActive(); i++) {
            try {
                open("GET", path, true).reset();
            } catch (Exception e) {
                if (e instanceof ClosedChannelException) {
                    return;
                }
                throw e;
            }
        }
    }

    /// The error of the next GOAWAY.
    Http2Error goAway() throws InterruptedException {
        Http2Error error = goAways.poll(5, TimeUnit.SECONDS);
        if (error == null) {
            throw new AssertionError("no GOAWAY within 5 s");
        }
        return error;
    }

    /// The errors of all GOAWAYs that came and were not asked for yet.
    List<Http2Error> goAwaysSoFar() {
        return List.copyOf(goAways);
    }

    /// Streams in progress that the server admits.
    long maxStreams() throws InterruptedException {
        Long max = maxStreams.poll(5, TimeUnit.SECONDS);
        if (max == null) {
            throw new AssertionError("no SETTINGS within 5 s");
        }
        return max;
    }

    /// Bytes of header fields that the server admits.
    long maxHeaders() throws InterruptedException {
        Long max = maxHeaders.poll(5, TimeUnit.SECONDS);
        if (max == null) {
            throw new AssertionError("no SETTINGS within 5 s");
        }
        return max;
    }

    boolean isOpen() {
        return connection.isActive();
    }

    @Override
    public void close() {
        if (group.isShuttingDown()) {
            return;
        }
        connection.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /// One stream.
    record Stream(Http2StreamChannel channel, Answer answer) {
        void data(byte[] bytes, boolean end) {
            channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), end));
        }

        void reset() {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        }

        void stopReading() {
            channel.config().setAutoRead(false);
        }

        /// The next event as text: `200 `, data, `end`, `reset NO_ERROR`.
        String next() throws InterruptedException {
            String event = answer.events.poll(5, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("nothing came within 5 s");
            }
            return event;
        }
    }

    /// Collects what comes on a stream.
    static final class Answer extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            boolean end = false;
            if (message instanceof Http2HeadersFrame headers) {
                CharSequence status = headers.headers().status();
                events.add("headers " + (status == null ? headers.headers().toString() : status.toString()));
                end = headers.isEndStream();
            } else if (message instanceof Http2DataFrame data) {
                events.add("data " + data.content().toString(StandardCharsets.UTF_8));
                end = data.isEndStream();
            }
            if (end) {
                events.add("end");
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                events.add("reset " + Http2Error.valueOf(reset.errorCode()));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            events.add("exception " + cause);
        }
    }

    private final class GoAways extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof Http2GoAwayFrame away) {
                goAways.add(Http2Error.valueOf(away.errorCode()));
            }
            if (message instanceof Http2SettingsFrame settings
                    && settings.settings().maxConcurrentStreams() != null) {
                maxStreams.add(settings.settings().maxConcurrentStreams());
                maxHeaders.add(settings.settings().maxHeaderListSize());
            }
            ReferenceCountUtil.release(message);
        }
    }
}
