package dev.spanflame.traceql.type;

import dev.spanflame.traceql.syntax.DurationText;
import dev.spanflame.traceql.syntax.FloatText;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.SpanKind;
import dev.spanflame.traceql.syntax.tree.SpanStatus;

/// Values from constants, and values as text.
public final class Values {
    private Values() {}

    /// The value a constant stands for.
    public static Value of(Literal literal) {
        return switch (literal) {
            case Literal.Int(long value) -> new Value.Int(value);
            case Literal.Float(double value) -> new Value.Float(value);
            case Literal.Text(String value) -> new Value.Text(value);
            case Literal.Bool(boolean value) -> new Value.Bool(value);
            case Literal.Duration(long nanos) -> new Value.Duration(nanos);
            case Literal.Status(SpanStatus status) -> new Value.Status(status.code());
            case Literal.Kind(SpanKind kind) -> new Value.Kind(kind.code());
        };
    }

    /// The text of a value in answers: durations as `1.5s`, status and kind by name, arrays in square brackets.
    public static String text(Value value) {
        return switch (value) {
            case Value.Nil _ -> "nil";
            case Value.Int(long number) -> Long.toString(number);
            case Value.Float(double number) -> FloatText.of(number);
            case Value.Text(String text) -> text;
            case Value.Bool(boolean bool) -> Boolean.toString(bool);
            case Value.Duration(long nanos) -> DurationText.of(nanos);
            case Value.Status(int code) -> statusText(code);
            case Value.Kind(int code) -> kindText(code);
            case Value.Array array -> arrayText(array);
            case Value.Opaque(String json) -> json;
        };
    }

    private static String statusText(int code) {
        return SpanStatus.ofCode(code).map(SpanStatus::text).orElse("status(" + code + ")");
    }

    private static String kindText(int code) {
        return SpanKind.ofCode(code).map(SpanKind::text).orElse("kind(" + code + ")");
    }

    private static String arrayText(Value.Array array) {
        StringBuilder text = new StringBuilder("[");
        for (Value element : array.elements()) {
            text.append(text.length() > 1 ? ", " : "").append(text(element));
        }
        return text.append(']').toString();
    }
}
