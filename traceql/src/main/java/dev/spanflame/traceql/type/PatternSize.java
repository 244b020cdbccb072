package dev.spanflame.traceql.type;

import java.util.ArrayDeque;
import java.util.Deque;

/// Guesses, before anything is compiled, how large the automaton of a regular expression becomes.
///
/// RE2 bounds a single repetition at 1,000 but not their product and sum, nor the depth of brackets; both
/// decide memory and time, so they are bounded here first. The guess is high, never low.
final class PatternSize {
    static final int MAX_STEPS = 5_000;
    static final int MAX_DEPTH = 100;
    /// RE2 reads long classes of characters in time that grows with the square of their length.
    static final int MAX_LENGTH = 10_000;

    private final String pattern;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long size;
    private long atom;
    private int next;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /// Throws [IllegalArgumentException] when the pattern is too large to be compiled.
    static void check(String pattern) {
        new PatternSize(pattern).scan();
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("more than " + MAX_LENGTH + " characters");
        }
    }

    private void scan() {
        while (next < pattern.length()) {
            step(pattern.charAt(next++));
            if (size + atom > MAX_STEPS) {
                throw new IllegalArgumentException("more than " + MAX_STEPS + " steps");
            }
        }
    }

    private void step(char c) {
        switch (c) {
            case '(' -> open();
            case ')' -> close();
            case '[' -> {
                skipClass();
                newAtom(1);
            }
            case '\\' -> {
                next++;
                newAtom(1);
            }
            case '*', '+', '?' -> atom++;
            case '{' -> repeat();
            default -> newAtom(1);
        }
    }

    private void newAtom(long steps) {
        size += atom;
        atom = steps;
    }

    private void open() {
        size += atom;
        atom = 0;
        if (outer.size() == MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH + " levels");
        }
        outer.push(size);
        size = 0;
    }

    private void close() {
        long inner = size + atom + 2;
        size = outer.isEmpty() ? size : outer.pop();
        atom = inner;
    }

    private void skipClass() {
        int at = next;
        // A bracket directly behind the opening or its ^ is an ordinary character.
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        at++;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        next = Math.min(at + 1, pattern.length());
    }

    private void repeat() {
        int at = next;
        long most = 0;
        long number = 0;
        while (at < pattern.length() && (Character.isDigit(pattern.charAt(at)) || pattern.charAt(at) == ',')) {
            char c = pattern.charAt(at++);
            number = c == ',' ? 0 : Math.min(number * 10 + Character.digit(c, 10), MAX_STEPS);
            most = Math.max(most, number);
        }
        boolean isRepeat = at > next && at < pattern.length() && pattern.charAt(at) == '}';
        if (isRepeat) {
            next = at + 1;
            atom = Math.min(Math.max(atom, 1) * (most + 1), MAX_STEPS + 1L);
        } else {
            newAtom(1);
        }
    }
}
