package dev.spanflame.generator.remote;

import java.time.Duration;
import java.util.Optional;

/// What became of one attempt to send a request.
sealed interface Delivery {
    /// The receiver has it.
    record Accepted() implements Delivery {}

    /// Not now (5xx, 429, no connection): try again, after `pause` where the receiver named one.
    record Later(String why, Optional<Duration> pause) implements Delivery {}

    /// Never (any other status): it would be refused again.
    record Refused(int status, String why) implements Delivery {}
}
