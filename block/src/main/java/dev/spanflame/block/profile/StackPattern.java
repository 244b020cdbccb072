package dev.spanflame.block.profile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.type.TextPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Which stacks are asked for, by the names of their functions. Immutable.
public sealed interface StackPattern {
    /// Stacks that begin with these functions, the outermost first.
    record CallSite(List<String> names) implements StackPattern {
        /// Copies the list.
        public CallSite {
            names = List.copyOf(names);
        }
    }

    /// Stacks in which the function is anywhere.
    record Function(String name) implements StackPattern {}

    /// Stacks in which a function is anywhere whose name has a match of the expression.
    record Matching(Pattern expression) implements StackPattern {
        /// Throws [BackendException] of kind BAD_REQUEST when `text` is no regular expression of RE2.
        public static Matching parse(String text) {
            try {
                TextPattern.requireModest(text);
                return new Matching(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                throw invalid(text, e.getDescription());
            } catch (IllegalArgumentException e) {
                throw invalid(text, String.valueOf(e.getMessage()));
            }
        }
    }

    private static BackendException invalid(String text, String why) {
        return BackendException.badRequest(
                "invalid_regex", "'" + TextPattern.shown(text) + "' is not a valid regular expression: " + why);
    }

    /// The pattern over functions that are numbers of `names`, or behind these of `more`.
    default Matcher matcher(ByteStrings names, List<String> more) {
        return new Matcher(
                this,
                names.size() + more.size(),
                name -> name < names.size() ? names.text(name) : more.get(name - names.size()));
    }

    /// Walks stacks from the outermost frame inwards. Not thread-safe.
    final class Matcher {
        /// State of a stack that no frame can bring to the pattern any more.
        private static final int LOST = -1;

        private final int[] wanted;
        private final int[] steps;
        private final boolean prefix;

        private Matcher(StackPattern pattern, int count, IntFunction<String> names) {
            this.wanted = new int[count];
            switch (pattern) {
                case CallSite(List<String> site) -> {
                    Map<String, Integer> numbers = new HashMap<>();
                    steps = new int[site.size()];
                    for (int i = 0; i < steps.length; i++) {
                        Integer known = numbers.putIfAbsent(site.get(i), numbers.size() + 1);
                        steps[i] = known == null ? numbers.size() : known;
                    }
                    for (int i = 0; i < wanted.length; i++) {
                        wanted[i] = numbers.getOrDefault(names.apply(i), 0);
                    }
                    prefix = true;
                }
                case Function(String name) -> {
                    steps = new int[] {1};
                    for (int i = 0; i < wanted.length; i++) {
                        wanted[i] = names.apply(i).equals(name) ? 1 : 0;
                    }
                    prefix = false;
                }
                case Matching(Pattern expression) -> {
                    steps = new int[] {1};
                    for (int i = 0; i < wanted.length; i++) {
                        wanted[i] = expression.matcher(names.apply(i)).find() ? 1 : 0;
                    }
                    prefix = false;
                }
            }
        }

        /// State above the outermost frame.
        public int start() {
            return 0;
        }

        /// State behind a frame of the function `name`. Hot path.
        public int next(int state, int name) {
            if (state == steps.length || state == LOST) {
                return state;
            }
            if (wanted[name] == steps[state]) {
                return state + 1;
            }
            return prefix ? LOST : state;
        }

        /// Whether a stack that ends in this state is taken. Hot path.
        public boolean accepts(int state) {
            return state == steps.length;
        }
    }
}
