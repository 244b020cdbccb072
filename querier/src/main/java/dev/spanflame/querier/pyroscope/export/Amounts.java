package dev.spanflame.querier.pyroscope.export;

import java.util.Locale;

/// Writes values for people, in the largest unit that leaves a number above 1.
final class Amounts {
    private static final String[] TIMES = {"ns", "us", "ms", "s"};
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Amounts() {}

    /// `value` in `unit`, one of pprof's: `nanoseconds`, `bytes`; others are written as they are.
    static String of(long value, String unit) {
        return switch (unit) {
            case "nanoseconds" -> scaled(value, 1_000, TIMES);
            case "bytes" -> scaled(value, 1_024, BYTES);
            default -> value + (unit.isEmpty() || unit.equals("count") ? "" : " " + unit);
        };
    }

    private static String scaled(long value, int step, String[] units) {
        double amount = value;
        int unit = 0;
        while (Math.abs(amount) >= step && unit < units.length - 1) {
            amount /= step;
            unit++;
        }
        String number = unit == 0 ? Long.toString(value) : String.format(Locale.ROOT, "%.2f", amount);
        return number + units[unit];
    }
}
