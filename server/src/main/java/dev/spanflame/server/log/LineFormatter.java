package dev.spanflame.server.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/// One line per record: `2026-11-21T10:00:00.123Z INFO  ingester.flush  message key=value`.
///
/// Characters that end a line or steer a terminal are escaped wherever they come from, so that no caller can forge a
/// line. An exception follows below, indented, its messages escaped likewise. Thread-safe.
public final class LineFormatter extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int MAX_MESSAGE = 8192;

    @Override
    public String format(LogRecord record) {
        StringBuilder out = new StringBuilder(160);
        Instant time = record.getInstant().truncatedTo(ChronoUnit.MILLIS);
        out.append(TIME.format(time))
                .append(' ')
                .append(name(record.getLevel()))
                .append(' ');
        escape(String.valueOf(record.getLoggerName()), out);
        out.append("  ");
        escape(formatMessage(record), out);
        out.append('\n');
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            trace(thrown, "", out, new HashSet<>());
        }
        return out.toString();
    }

    private static String name(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO ";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    private static void trace(Throwable thrown, String label, StringBuilder out, Set<Throwable> seen) {
        if (!seen.add(thrown)) {
            return;
        }
        out.append("    ").append(label);
        escape(thrown.toString(), out);
        out.append('\n');
        for (StackTraceElement frame : thrown.getStackTrace()) {
            out.append("        at ");
            escape(frame.toString(), out);
            out.append('\n');
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            trace(suppressed, "suppressed: ", out, seen);
        }
        Throwable cause = thrown.getCause();
        if (cause != null) {
            trace(cause, "caused by: ", out, seen);
        }
    }

    private static void escape(@Nullable String text, StringBuilder out) {
        String whole = String.valueOf(text);
        for (int i = 0; i < whole.length() && i < MAX_MESSAGE; i++) {
            char c = whole.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isPrintable(c)) {
                        out.append(c);
                    } else {
                        out.append("\\u%04x".formatted((int) c));
                    }
                }
            }
        }
        if (whole.length() > MAX_MESSAGE) {
            out.append("...");
        }
    }

    private static boolean isPrintable(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
