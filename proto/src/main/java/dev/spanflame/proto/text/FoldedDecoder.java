package dev.spanflame.proto.text;

import java.nio.charset.StandardCharsets;

/// Reads folded stacks, as `flamegraph.pl` takes them: a line for each stack, its frames from the root
/// to the leaf between `;`, then a space and a number; or without number, each line counting one.
public final class FoldedDecoder {
    private static final String FORMAT = "folded";
    private static final int MAX_DIGITS = 18;

    private FoldedDecoder() {}

    /// Reads lines that end in a number into `profile`.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST that names the line.
    public static void readCounted(byte[] text, TextProfile profile) {
        read(text, profile, true);
    }

    /// Reads lines that are stacks alone into `profile`.
    public static void readLines(byte[] text, TextProfile profile) {
        read(text, profile, false);
    }

    private static void read(byte[] text, TextProfile profile, boolean counted) {
        int line = 1;
        int at = 0;
        while (at < text.length) {
            int end = at;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            int to = end > at && text[end - 1] == '\r' ? end - 1 : end;
            if (to > at) {
                readLine(text, at, to, profile, counted ? line : 0);
            }
            at = end + 1;
            line++;
        }
    }

    /// `line` is its number where it ends in a count, else 0.
    private static void readLine(byte[] text, int from, int to, TextProfile profile, int line) {
        int end = to;
        long count = 1;
        if (line > 0) {
            while (end > from && text[end - 1] != ' ') {
                end--;
            }
            count = number(text, end, to, line);
            end--;
        }
        if (end > from) {
            pushAll(text, from, end, profile);
            profile.count(count);
            profile.pop(0);
        }
    }

    private static long number(byte[] text, int from, int to, int line) {
        boolean fits = from < to && to - from <= MAX_DIGITS && from > 0;
        long number = 0;
        for (int i = from; i < to && fits; i++) {
            fits = text[i] >= '0' && text[i] <= '9';
            number = number * 10 + text[i] - '0';
        }
        if (!fits) {
            String shown = new String(text, from, Math.min(to - from, 200), StandardCharsets.UTF_8);
            throw MalformedText.because(
                    FORMAT,
                    "line " + line + " ends in '" + MalformedText.shown(shown)
                            + "'; expected frames between ';', a space and a number, as in main;work 12");
        }
        return number;
    }

    /// Opens the frames between `;`; empty ones are left out, and those that are deeper than allowed
    /// stand for one.
    static void pushAll(byte[] text, int from, int to, TextProfile profile) {
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && text[end] != ';') {
                end++;
            }
            if (profile.isFull()) {
                profile.push("");
                return;
            }
            if (end > at) {
                profile.push(new String(text, at, end - at, StandardCharsets.UTF_8));
            }
            at = end + 1;
        }
    }
}
