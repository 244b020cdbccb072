package dev.spanflame.agent.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import one.jfr.JfrReader;
import one.jfr.StackTrace;

/// Which stacks are told, by patterns with `*` for anything, `|` between them, that a function must match
/// or must not.
final class StackFilter {
    private final List<Pattern> include;
    private final List<Pattern> exclude;

    StackFilter(String include, String exclude) {
        this.include = patterns(include);
        this.exclude = patterns(exclude);
    }

    private static List<Pattern> patterns(String text) {
        List<Pattern> patterns = new ArrayList<>();
        for (String piece : text.split("\\|", -1)) {
            if (!piece.trim().isEmpty()) {
                String quoted = Pattern.quote(piece.trim().replace('.', '/')).replace("*", "\\E.*\\Q");
                patterns.add(Pattern.compile(quoted));
            }
        }
        return patterns;
    }

    /// One chunk's stacks: answers are remembered.
    final class OfChunk {
        private final JfrReader reader;
        private final FrameNames names;
        private final Map<Integer, Boolean> known = new HashMap<>();

        private OfChunk(JfrReader reader, FrameNames names) {
            this.reader = reader;
            this.names = names;
        }

        boolean accepts(int stack) {
            if (include.isEmpty() && exclude.isEmpty()) {
                return true;
            }
            return known.computeIfAbsent(stack, this::decide);
        }

        private boolean decide(int stack) {
            StackTrace trace = reader.stackTraces.get(stack);
            boolean included = include.isEmpty();
            for (int i = 0; trace != null && i < trace.methods.length; i++) {
                // a pattern may be written with dots or with slashes
                String name =
                        names.names().text(names.function(trace.methods[i])).replace('.', '/');
                if (exclude.stream().anyMatch(pattern -> pattern.matcher(name).matches())) {
                    return false;
                }
                included |= include.stream()
                        .anyMatch(pattern -> pattern.matcher(name).matches());
            }
            return included;
        }
    }

    OfChunk of(JfrReader reader, FrameNames names) {
        return new OfChunk(reader, names);
    }
}
