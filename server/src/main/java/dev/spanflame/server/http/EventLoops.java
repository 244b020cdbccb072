package dev.spanflame.server.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The few threads that move bytes for all listeners of a process. They keep the process alive until they are closed.
public final class EventLoops implements AutoCloseable {
    private final EventLoopGroup group;

    /// Starts `threads` of them; they do nothing but copy, so one for two cores is enough.
    public EventLoops(int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("network", false), NioIoHandler.newFactory());
    }

    EventLoopGroup group() {
        return group;
    }

    /// Stops the threads; listeners must be closed before.
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
