package dev.spanflame.agent.convert;

import java.util.HashSet;
import java.util.Set;

/// Names of spans as labels: the first ten thousand different ones, then `other`, so that a program which
/// puts ids into names costs neither itself nor the server more than that. Used by one thread.
final class SpanNames {
    static final int MAX = 10_000;
    static final String OTHER = "other";
    private static final int MAX_LENGTH = 256;

    private final Set<String> known = new HashSet<>();

    String label(String name) {
        String cut = name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
        if (known.contains(cut)) {
            return cut;
        }
        if (known.size() >= MAX) {
            return OTHER;
        }
        known.add(cut);
        return cut;
    }

    int size() {
        return known.size();
    }
}
