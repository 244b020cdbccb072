package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.server.edge.Exchange;
import dev.spanflame.server.edge.RequestHead;
import dev.spanflame.server.edge.Reservation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An [Exchange] on a Netty channel.
///
/// The writer's side takes `lock`; batches go to the event loop as tasks, so their order is the order of the calls.
/// `pending` counts bytes handed over and not yet taken by the socket: it is the credit that a slow reader does not
/// give back, and the only thing a writer waits for.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
final class NettyExchange implements Exchange {
    /// Most bytes on their way to the socket before a writer waits.
    private static final int WINDOW = 256 << 10;
    /// Written bytes that flush by themselves, and the size of the pieces that a large array goes out in.
    private static final int BATCH = 64 << 10;

    /// Where the answer stands.
    private enum State {
        /// Nothing is on the wire.
        FRESH,
        /// The head is on the wire.
        BEGUN,
        /// The last piece was handed over, or the answer was broken off.
        ENDED
    }

    private final Channel channel;
    private final RequestHead head;
    private final ResponseHead responses;
    private final Reservation memory;
    private final Runnable whenEnded;
    private final long stallNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    // guarded by lock
    private List<HttpObject> outbox = new ArrayList<>(3);
    private int outboxBytes;
    private long pending;
    private long taken;
    private State state = State.FRESH;
    private @Nullable Future<?> deadline;

    private volatile boolean gone;
    private volatile boolean deadlinePassed;

    /// `whenEnded` runs once on the event loop when the last byte is with the socket or the answer was broken off.
    NettyExchange(
            Channel channel,
            RequestHead head,
            ResponseHead responses,
            Reservation memory,
            Port port,
            Runnable whenEnded) {
        this.channel = channel;
        this.head = head;
        this.responses = responses;
        this.memory = memory;
        this.stallNanos = port.settings.stallTimeout().toNanos();
        this.whenEnded = whenEnded;
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public Reservation memory() {
        return memory;
    }

    @Override
    public boolean cancelled() {
        return gone
                || deadlinePassed
                || !channel.isActive()
                || (head.http2() && !channel.parent().isActive());
    }

    @Override
    public void cancelAfter(Duration timeout, Runnable whenPassed) {
        long nanos = Math.max(0, timeout.toNanos());
        Future<?> timer = channel.eventLoop()
                .schedule(
                        () -> {
                            // the answer first: work that sees itself cancelled would break the exchange off
                            whenPassed.run();
                            deadlinePassed = true;
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
        lock.lock();
        try {
            if (state == State.ENDED) {
                timer.cancel(false);
            } else {
                deadline = timer;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean begun() {
        lock.lock();
        try {
            return state != State.FRESH;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean reply(int status, Map<String, String> headers, byte[] body) {
        lock.lock();
        try {
            if (state == State.ENDED) {
                return false;
            }
            if (state == State.BEGUN) {
                throw new IllegalStateException("a part of the answer is already on the wire");
            }
            drop();
            if (body.length <= BATCH) {
                ByteBuf content = responses.bodiless() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
                DefaultFullHttpResponse whole =
                        new DefaultFullHttpResponse(responses.version(), responses.status(status), content);
                responses.fill(whole, headers, body.length);
                outbox.add(whole);
                outboxBytes = body.length;
                handOver(true);
                return true;
            }
            beginWith(status, headers, body.length);
        } finally {
            lock.unlock();
        }
        if (!responses.bodiless()) {
            write(body);
        }
        return end(Map.of());
    }

    @Override
    public void begin(int status, Map<String, String> headers) {
        lock.lock();
        try {
            if (state != State.FRESH || !outbox.isEmpty()) {
                throw new IllegalStateException("the answer has begun already");
            }
            beginWith(status, headers, ResponseHead.UNKNOWN_LENGTH);
        } finally {
            lock.unlock();
        }
    }

    private void beginWith(int status, Map<String, String> headers, long length) {
        HttpResponse start = responses.start(status);
        responses.fill(start, headers, length);
        outbox.add(start);
    }

    @Override
    public void write(byte[]... parts) {
        for (byte[] part : parts) {
            for (int at = 0; at < part.length; at += BATCH) {
                add(part, at, Math.min(BATCH, part.length - at));
            }
        }
    }

    private void add(byte[] bytes, int offset, int length) {
        boolean full;
        lock.lock();
        try {
            check();
            outbox.add(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes, offset, length)));
            outboxBytes += length;
            full = outboxBytes >= BATCH;
        } finally {
            lock.unlock();
        }
        if (full) {
            flush();
        }
    }

    @Override
    public void flush() {
        lock.lock();
        try {
            check();
            if (outbox.isEmpty()) {
                return;
            }
            awaitRoom();
            handOver(false);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the window has room. Progress is any byte taken by the socket.
    private void awaitRoom() {
        long seen = taken;
        long left = stallNanos;
        while (pending > 0 && pending + outboxBytes > WINDOW) {
            try {
                left = room.awaitNanos(left);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                giveUp();
            }
            check();
            if (taken != seen) {
                seen = taken;
                left = stallNanos;
            } else if (left <= 0) {
                giveUp();
            }
        }
    }

    private void giveUp() {
        abort();
        throw callerGone();
    }

    @Override
    public boolean end(Map<String, String> trailers) {
        lock.lock();
        try {
            if (state == State.ENDED) {
                return false;
            }
            LastHttpContent last = LastHttpContent.EMPTY_LAST_CONTENT;
            if (!trailers.isEmpty()) {
                last = new DefaultLastHttpContent();
                trailers.forEach(last.trailingHeaders()::set);
            }
            outbox.add(last);
            handOver(true);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abort() {
        lock.lock();
        try {
            if (state == State.ENDED) {
                return;
            }
            state = State.ENDED;
            drop();
            stopDeadline();
        } finally {
            lock.unlock();
        }
        gone = true;
        channel.eventLoop().execute(() -> {
            responses.breakOff(channel);
            whenEnded.run();
        });
    }

    /// Called by the event loop when the connection or the stream is gone.
    void lost() {
        gone = true;
        lock.lock();
        try {
            stopDeadline();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Hands the outbox to the event loop. Called under the lock.
    private void handOver(boolean last) {
        List<HttpObject> batch = outbox;
        int bytes = outboxBytes;
        outbox = new ArrayList<>(3);
        outboxBytes = 0;
        pending += bytes;
        state = last ? State.ENDED : State.BEGUN;
        if (last) {
            stopDeadline();
        }
        channel.eventLoop().execute(() -> send(batch, bytes, last));
    }

    private void send(List<HttpObject> batch, int bytes, boolean last) {
        for (int i = 0; i < batch.size() - 1; i++) {
            channel.write(batch.get(i));
        }
        ChannelFuture written = channel.writeAndFlush(batch.getLast());
        Future<?> stall = last && !written.isDone() ? watch() : null;
        written.addListener(done -> {
            if (stall != null) {
                stall.cancel(false);
            }
            sent(bytes, done.isSuccess());
            if (last) {
                whenEnded.run();
            }
        });
    }

    /// A last piece that the caller never reads must not keep the connection for ever.
    private Future<?> watch() {
        return channel.eventLoop().schedule(() -> responses.breakOff(channel), stallNanos, TimeUnit.NANOSECONDS);
    }

    private void sent(int bytes, boolean success) {
        lock.lock();
        try {
            pending -= bytes;
            taken += bytes;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        if (!success) {
            gone = true;
        }
    }

    private void check() {
        if (cancelled() || state == State.ENDED) {
            throw callerGone();
        }
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void drop() {
        outbox.clear();
        outboxBytes = 0;
    }

    private static BackendException callerGone() {
        return new BackendException(ErrorKind.CANCELLED, "caller_gone", "the caller no longer waits for the answer");
    }
}
