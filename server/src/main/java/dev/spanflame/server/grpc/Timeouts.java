package dev.spanflame.server.grpc;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.server.edge.Printable;
import java.time.Duration;
import java.util.Optional;

/// Reads the time a caller gives a call.
final class Timeouts {
    private static final int MAX_DIGITS = 10;
    private static final Duration LONGEST = Duration.ofDays(1);

    private Timeouts() {}

    /// `grpc-timeout`: up to 8 digits and one of the units H, M, S, m, u, n.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for anything else.
    static Optional<Duration> grpc(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String digits = text.substring(0, text.length() - 1);
        if (digits.isEmpty() || digits.length() > 8 || !isNumber(digits)) {
            throw malformed("grpc-timeout", text, "up to 8 digits and one of H M S m u n");
        }
        long value = Long.parseLong(digits);
        return Optional.of(bounded(
                switch (text.charAt(text.length() - 1)) {
                    case 'H' -> Duration.ofHours(value);
                    case 'M' -> Duration.ofMinutes(value);
                    case 'S' -> Duration.ofSeconds(value);
                    case 'm' -> Duration.ofMillis(value);
                    case 'u' -> Duration.ofNanos(value * 1000);
                    case 'n' -> Duration.ofNanos(value);
                    default -> throw malformed("grpc-timeout", text, "up to 8 digits and one of H M S m u n");
                }));
    }

    /// `Connect-Timeout-Ms`: up to 10 digits.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for anything else.
    static Optional<Duration> connect(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.length() > MAX_DIGITS || !isNumber(text)) {
            throw malformed("Connect-Timeout-Ms", text, "milliseconds in up to 10 digits");
        }
        return Optional.of(bounded(Duration.ofMillis(Long.parseLong(text))));
    }

    /// What can be waited for: longer times are cut to a day, which no call lasts.
    private static Duration bounded(Duration timeout) {
        return timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    }

    /// The error once the time is over.
    static BackendException passed(Duration timeout) {
        return new BackendException(
                ErrorKind.TIMEOUT,
                "deadline",
                "the caller's deadline of " + timeout.toMillis() + " ms passed before the answer was complete");
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static BackendException malformed(String header, String text, String expected) {
        return BackendException.badRequest(
                "malformed_timeout", header + " is '" + Printable.text(text, 32) + "'; expected " + expected);
    }
}
