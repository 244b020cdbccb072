package dev.spanflame.load.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Asks again and again for something that takes a while to appear, until a common deadline.
final class Patience {
    private static final long PAUSE_MILLIS = 400;

    private final long deadline;
    private final Duration limit;
    private final BooleanSupplier alive;

    /// @param alive whether what is waited for can still appear
    Patience(Duration limit, BooleanSupplier alive) {
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
        this.alive = alive;
    }

    /// One look; empty or an [IOException]: not there yet.
    @FunctionalInterface
    interface Look<T> {
        Optional<T> look() throws IOException, InterruptedException;
    }

    /// What `look` found, as text; [IOException] with the last reason when it is not there in time.
    <T> String await(String what, Look<T> look, Function<T, String> text) throws IOException, InterruptedException {
        String reason = "the server has nothing yet";
        while (true) {
            try {
                Optional<T> found = look.look();
                if (found.isPresent()) {
                    return text.apply(found.get());
                }
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
            }
            if (!alive.getAsBoolean()) {
                throw new IOException("the shop ended before there was " + what);
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("there was not " + what + " within " + limit.toSeconds() + " s: " + reason);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
