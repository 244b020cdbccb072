package dev.spanflame.generator.span;

import com.google.re2j.Pattern;
import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import dev.spanflame.model.trace.ValueType;
import java.nio.charset.StandardCharsets;

/// One condition of a filter policy on a span.
///
/// @param place where the value is
/// @param key   key of the attribute; empty for what is no attribute
/// @param test  what the value must be
record Condition(Place place, byte[] key, Test test) {
    /// Where a value is.
    enum Place {
        RESOURCE,
        SPAN,
        NAME,
        KIND,
        STATUS
    }

    /// What a value must be. Types are kept apart, as in Tempo: the number 1 is not the text `1`.
    sealed interface Test {
        /// This text.
        record Text(String wanted) implements Test {}

        /// A text in which the pattern is found anywhere.
        record Regex(Pattern pattern) implements Test {}

        /// This number, whether sent as an integer or not.
        record Number(double wanted) implements Test {}

        /// This truth value.
        record Flag(boolean wanted) implements Test {}
    }

    boolean matches(SpanRow span) {
        return switch (place) {
            case RESOURCE -> matches(span.batch(), span.inResource(key));
            case SPAN -> matches(span.batch(), span.inSpan(key));
            case NAME -> matches(span.batch().text(span.get(SpanColumn.NAME)));
            case KIND -> matches(SpanNames.kind(span.get(SpanColumn.KIND)));
            case STATUS -> matches(SpanNames.status(span.get(SpanColumn.STATUS)));
        };
    }

    private boolean matches(SpanBatch batch, int attribute) {
        if (attribute < 0) {
            return false;
        }
        AttributeTable table = batch.attributes();
        ValueType type = table.type(attribute);
        long bits = table.bits(attribute);
        return switch (test) {
            case Test.Text _, Test.Regex _ ->
                type == ValueType.STRING
                        && matches(new String(AttributeText.copy(batch, attribute), StandardCharsets.UTF_8));
            case Test.Number(double wanted) ->
                type == ValueType.INT
                        ? bits == wanted
                        : type == ValueType.DOUBLE && Double.longBitsToDouble(bits) == wanted;
            case Test.Flag(boolean wanted) -> type == ValueType.BOOL && (bits != 0) == wanted;
        };
    }

    private boolean matches(String text) {
        return switch (test) {
            case Test.Text(String wanted) -> text.equals(wanted);
            case Test.Regex(Pattern pattern) -> pattern.matcher(text).find();
            case Test.Number _, Test.Flag _ -> false;
        };
    }
}
