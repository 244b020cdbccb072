package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.plan.LiteralTest;
import dev.spanflame.traceql.plan.TextSetTest;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The texts that satisfy a test, as bytes: entries are compared with them without being decoded. Immutable.
record WantedTexts(List<byte[]> texts) {
    /// What bytes that are no UTF-8 are read as.
    private static final String UNREADABLE = "\uFFFD";

    /// The only texts that satisfy `test`; null where they cannot be counted up.
    static @Nullable WantedTexts of(ValueTest test) {
        return switch (test) {
            case TextSetTest(Set<String> texts) -> of(texts);
            case LiteralTest(FieldOperator operator, Value.Text(String text))
            when operator == FieldOperator.EQUAL -> of(List.of(text));
            default -> null;
        };
    }

    private static @Nullable WantedTexts of(Collection<String> texts) {
        return texts.stream().anyMatch(text -> text.contains(UNREADABLE))
                ? null
                : new WantedTexts(texts.stream()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /// Whether entry `id` is one of them. Hot path.
    boolean has(ByteStrings entries, int id) {
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            if (entries.length(id) == text.length && entries.equals(id, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    /// Whether some entry is one of them.
    boolean hasAny(ByteStrings entries) {
        for (int id = 0; id < entries.size(); id++) {
            if (has(entries, id)) {
                return true;
            }
        }
        return false;
    }
}
