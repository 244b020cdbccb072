package dev.spanflame.load;

import dev.spanflame.load.trace.TraceLoadTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Options that place data in time.
final class TimeOptions {
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

    /// The window as nanoseconds, from now.
    TraceLoadTimes times(CommandSpec spec) {
        Instant now = Instant.now();
        long end = TimeUnit.SECONDS.toNanos(now.getEpochSecond())
                + now.getNano()
                - duration(spec, age).toNanos();
        try {
            return new TraceLoadTimes(end, duration(spec, window).toNanos());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--window: " + e.getMessage(), e);
        }
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
