package dev.spanflame.server.reload;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks at something again and again until it is closed. Thread-safe.
public final class Lookout implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);

    /// Calls `look` every `interval` from now on, never where that is 0, on a virtual thread of this name.
    public void start(String name, Duration interval, Runnable look) {
        if (!interval.isZero()) {
            Thread.ofVirtual().name(name).start(() -> run(interval, look));
        }
    }

    private void run(Duration interval, Runnable look) {
        try {
            while (!end.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                look.run();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
    }
}
