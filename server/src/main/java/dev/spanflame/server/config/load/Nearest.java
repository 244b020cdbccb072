package dev.spanflame.server.config.load;

import java.util.Collection;
import java.util.Optional;

/// Finds what somebody may have meant.
final class Nearest {
    private Nearest() {}

    /// The candidate with the fewest edits, if they are few enough to be a slip: a third of the length, at most 4.
    static Optional<String> to(String text, Collection<String> candidates) {
        String best = null;
        int fewest = Math.min(4, Math.max(1, text.length() / 3)) + 1;
        for (String candidate : candidates) {
            int edits = edits(text, candidate);
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /// Levenshtein distance, where `_` and `-` are the same letter.
    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = letter(a, i - 1) == letter(b, j - 1) ? 0 : 1;
                current[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }

    private static char letter(String text, int at) {
        char c = Character.toLowerCase(text.charAt(at));
        return c == '_' ? '-' : c;
    }
}
