package dev.spanflame.querier.tempo.parameter;

/// Text of a caller as an error may quote it.
public final class Shown {
    private static final int MAX = 64;

    private Shown() {}

    public static String of(String text) {
        return text.length() > MAX ? text.substring(0, MAX) + "..." : text;
    }
}
