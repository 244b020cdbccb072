package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.SpanKind;
import dev.spanflame.traceql.syntax.tree.SpanStatus;
import java.util.HashSet;
import java.util.Set;

/// The reserved words. They may not be the name of a hint; inside attribute names they mean nothing.
final class Words {
    private static final Set<String> RESERVED = reserved();

    private Words() {}

    /// Whether `word` has a meaning of its own.
    static boolean isReserved(String word) {
        return RESERVED.contains(word);
    }

    private static Set<String> reserved() {
        Set<String> words = new HashSet<>(Set.of("true", "false", "nil", "with"));
        for (SpanStatus status : SpanStatus.values()) {
            words.add(status.text());
        }
        for (SpanKind kind : SpanKind.values()) {
            words.add(kind.text());
        }
        for (Function function : Function.values()) {
            words.add(function.text());
        }
        for (Intrinsic intrinsic : Intrinsic.values()) {
            words.add(intrinsic.text());
            words.add(intrinsic.scoped().substring(intrinsic.scoped().indexOf(':') + 1));
        }
        return Set.copyOf(words);
    }
}
