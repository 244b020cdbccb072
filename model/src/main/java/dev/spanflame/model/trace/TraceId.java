package dev.spanflame.model.trace;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Hex;

/// 128 bits that name a trace (OTLP `trace_id`). Ordered as unsigned big-endian bytes.
public record TraceId(long high, long low) implements Comparable<TraceId> {
    /// Reads hexadecimal text of 1 to 32 digits, either case; shorter ids are padded with zeros on the left.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for anything else.
    public static TraceId parse(String text) {
        int length = text.length();
        if (length == 0 || length > 32) {
            throw refused(text, length + " characters");
        }
        try {
            int middle = Math.max(0, length - 16);
            return new TraceId(Hex.parse(text, 0, middle), Hex.parse(text, middle, length));
        } catch (NumberFormatException e) {
            throw refused(text, String.valueOf(e.getMessage()));
        }
    }

    /// Whether all bits are zero, which the specification forbids for a sent span.
    public boolean isZero() {
        return (high | low) == 0;
    }

    /// Order of two ids given as halves.
    public static int compare(long highA, long lowA, long highB, long lowB) {
        int byHigh = Long.compareUnsigned(highA, highB);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(lowA, lowB);
    }

    /// 32 hexadecimal digits.
    public String hex() {
        char[] text = new char[32];
        Hex.put(high, text, 0);
        Hex.put(low, text, 16);
        return new String(text);
    }

    /// Hexadecimal digits without leading zeros, as Tempo's search answers print it.
    public String shortHex() {
        String text = hex();
        int first = 0;
        while (first < 31 && text.charAt(first) == '0') {
            first++;
        }
        return text.substring(first);
    }

    @Override
    public int compareTo(TraceId other) {
        return compare(high, low, other.high, other.low);
    }

    @Override
    public String toString() {
        return hex();
    }

    private static BackendException refused(String text, String why) {
        String shown = text.length() > 64 ? text.substring(0, 64) + "..." : text;
        return BackendException.badRequest(
                "invalid_trace_id", "trace id '" + shown + "' is not valid: expected 1 to 32 hex digits, got " + why);
    }
}
