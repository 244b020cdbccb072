package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.server.edge.Body;
import dev.spanflame.server.edge.Work;
import dev.spanflame.server.http.body.BodyCollector;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// One request on its way in: its body until it is complete, or the error it will be answered with. For one event
/// loop.
final class Intake {
    final NettyExchange exchange;
    final Work work;
    final ResponseHead responses;
    private @Nullable BodyCollector buffer;
    private @Nullable BackendException refusal;
    private long received;
    private boolean complete;
    private boolean answered;

    @Nullable
    Future<?> timer;

    Intake(NettyExchange exchange, Work work, ResponseHead responses) {
        this.exchange = exchange;
        this.work = work;
        this.responses = responses;
    }

    void collect(BodyCollector into) {
        buffer = into;
    }

    /// The request will be answered with `error`; what still comes of its body is dropped. The first error stays.
    void refuse(BackendException error) {
        if (refusal == null) {
            refusal = error;
        }
        buffer = null;
    }

    void add(ByteBuf content) {
        received += content.readableBytes();
        if (buffer != null) {
            try {
                buffer.add(content);
            } catch (BackendException e) {
                refuse(e);
            }
        }
    }

    @Nullable
    BackendException refusal() {
        return refusal;
    }

    Body finish() {
        return buffer == null ? new Body(false, new byte[0]) : buffer.finish();
    }

    long received() {
        return received;
    }

    boolean complete() {
        return complete;
    }

    void completed() {
        complete = true;
        stopTimer();
    }

    boolean answered() {
        return answered;
    }

    void markAnswered() {
        answered = true;
    }

    void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
