package dev.spanflame.querier.tempo;

/// Text of a caller as an error may quote it.
final class Shown {
    private static final int MAX = 64;

    private Shown() {}

    static String of(String text) {
        return text.length() > MAX ? text.substring(0, MAX) + "..." : text;
    }
}
