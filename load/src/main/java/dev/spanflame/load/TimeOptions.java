package dev.spanflame.load;

import dev.spanflame.load.trace.TraceLoadTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Options that place data in time.
final class TimeOptions {
    /// Until 2170; nanoseconds beyond 2262 do not fit.
    private static final long MAX_DAYS = 73_000;

    @Option(
            names = "--window",
            defaultValue = "1h",
            paramLabel = "DURATION",
            description = "Time over which the data is spread, such as 30s, 10m or 1h; default: ${DEFAULT-VALUE}.")
    private String window = "";

    @Option(
            names = "--age",
            defaultValue = "30s",
            paramLabel = "DURATION",
            description = "How long ago that time ended; default: ${DEFAULT-VALUE}.")
    private String age = "";

    @Option(
            names = "--end",
            paramLabel = "INSTANT",
            description = "When that time ended, such as 2026-11-21T10:00:00Z, instead of --age.")
    private @Nullable String end;

    /// The window as nanoseconds: up to `--end`, else up to `--age` before now.
    TraceLoadTimes times(CommandSpec spec) {
        Instant last = end == null ? Instant.now().minus(duration(spec, age)) : instant(spec, end);
        long end = TimeUnit.SECONDS.toNanos(last.getEpochSecond()) + last.getNano();
        try {
            return new TraceLoadTimes(end, duration(spec, window).toNanos());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--window: " + e.getMessage(), e);
        }
    }

    private static Instant instant(CommandSpec spec, String text) {
        try {
            Instant instant = Instant.parse(text);
            if (Duration.between(Instant.EPOCH, instant).toDays() < MAX_DAYS) {
                return instant;
            }
        } catch (DateTimeParseException _) {
            // refused below
        }
        throw new ParameterException(
                spec.commandLine(), "'" + text + "' is no instant; expected one such as 2026-11-21T10:00:00Z");
    }

    private static Duration duration(CommandSpec spec, String text) {
        try {
            Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            if (!duration.isNegative() && duration.toDays() < 3_650) {
                return duration;
            }
        } catch (DateTimeParseException _) {
            // refused below
        }
        throw new ParameterException(
                spec.commandLine(), "'" + text + "' is no duration; expected one such as 30s, 10m or 1h");
    }
}
