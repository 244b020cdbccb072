package dev.spanflame.querier.gate;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Sends messages to a caller from a thread of its own, so that one who reads slowly does not keep a query
/// from going on. It takes as many messages as are on their way at a time: none may be handed over before
/// [#isIdle]. Used by one thread; closing waits for what is on its way.
public final class Relay<M> implements AutoCloseable {
    private final Consumer<M> out;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private Future<?> sending = CompletableFuture.completedFuture(null);

    /// To `out`, which blocks while the caller does not read and throws once it is gone.
    public Relay(Consumer<M> out) {
        this.out = out;
    }

    /// Whether all that was handed over is sent; throws what kept it from being sent.
    public boolean isIdle() {
        if (!sending.isDone()) {
            return false;
        }
        await();
        return true;
    }

    /// Sends `messages` while the caller of this method goes on.
    public void send(Iterable<M> messages) {
        sending = thread.submit(() -> messages.forEach(out));
    }

    /// Waits until all is sent; throws what kept it from being sent.
    public void await() {
        try {
            sending.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("sending failed", e);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BackendException(ErrorKind.CANCELLED, "query_cancelled", "query cancelled by the caller");
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
