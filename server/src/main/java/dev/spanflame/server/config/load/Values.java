package dev.spanflame.server.config.load;

import dev.spanflame.server.config.value.ByteSize;
import dev.spanflame.server.config.value.HostPort;
import dev.spanflame.server.config.value.Secret;
import dev.spanflame.server.config.value.TimeSpan;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Reads and prints values of all types a key can have.
final class Values {
    private Values() {}

    /// Whether records of this type are values, not sections.
    static boolean isValue(Class<?> type) {
        return type == ByteSize.class || type == HostPort.class || type == Secret.class;
    }

    /// Reads `text`; throws [IllegalArgumentException] whose message continues "'<text>' ...".
    static Object parse(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == Secret.class) {
            return new Secret(text);
        }
        if (type == ByteSize.class) {
            return ByteSize.parse(text);
        }
        if (type == Duration.class) {
            return TimeSpan.parse(text);
        }
        if (type == HostPort.class) {
            return HostPort.parse(text);
        }
        if (type == Path.class) {
            return path(text);
        }
        if (type == int.class) {
            return integer(text);
        }
        if (type == boolean.class) {
            return bool(text);
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalStateException("no way to read a " + type);
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("is not a folder");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a folder: " + e.getReason());
        }
    }

    private static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("is not a whole number");
        }
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (print(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("is not one of " + choices(type));
    }

    /// The texts of an enum's constants.
    static String choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(Values::print).collect(Collectors.joining(", "));
    }

    /// Text that [#parse] reads back, except for secrets, which are masked.
    static String print(Object value) {
        return switch (value) {
            case Duration duration -> TimeSpan.print(duration);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            default -> value.toString();
        };
    }
}
