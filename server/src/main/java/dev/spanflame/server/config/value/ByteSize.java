package dev.spanflame.server.config.value;

/// A number of bytes, written `512`, `64KiB`, `128MiB`, `1GiB`, or with decimal units `10MB`.
///
/// @param bytes at least 0
public record ByteSize(long bytes) {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    /// Throws [IllegalArgumentException] when negative.
    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a number of bytes is not negative: " + bytes);
        }
    }

    /// `count` MiB.
    public static ByteSize mib(long count) {
        return new ByteSize(count << 20);
    }

    /// Parses the forms above; throws [IllegalArgumentException] that says which they are.
    public static ByteSize parse(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        String unit = text.substring(digits).strip();
        long factor = switch (unit) {
            case "", "B" -> 1;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            case "TiB" -> 1L << 40;
            case "KB", "kB" -> 1000L;
            case "MB" -> 1_000_000L;
            case "GB" -> 1_000_000_000L;
            case "TB" -> 1_000_000_000_000L;
            default -> 0;
        };
        try {
            if (factor > 0) {
                return new ByteSize(Math.multiplyExact(Long.parseLong(text.substring(0, digits)), factor));
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // falls through to the one message that says what is expected
        }
        throw new IllegalArgumentException("is not a number of bytes; write for example 4096, 64KiB, 128MiB or 1GiB");
    }

    @Override
    public String toString() {
        long value = bytes;
        int unit = -1;
        while (value != 0 && value % 1024 == 0 && unit + 1 < UNITS.length) {
            value /= 1024;
            unit++;
        }
        return unit < 0 ? Long.toString(value) : value + UNITS[unit];
    }
}
