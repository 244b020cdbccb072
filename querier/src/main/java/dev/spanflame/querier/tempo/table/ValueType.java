package dev.spanflame.querier.tempo.table;

import dev.spanflame.querier.arrow.ArrowType;
import dev.spanflame.querier.arrow.ArrowWriter;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import org.jspecify.annotations.Nullable;

/// The type of a column that holds values of TraceQL: their own if they agree, FLOAT for integers among floats, else
/// TEXT. Used by one thread.
final class ValueType {
    private @Nullable ArrowType type;

    /// Makes room for a value.
    void admit(Value value) {
        if (value instanceof Value.Nil) {
            return;
        }
        ArrowType wanted = of(value);
        ArrowType known = type;
        if (known == null || known == wanted) {
            type = wanted;
        } else {
            boolean numbers = isNumber(known) && isNumber(wanted);
            type = numbers ? ArrowType.FLOAT : ArrowType.TEXT;
        }
    }

    /// The type for all values admitted.
    ArrowType type() {
        ArrowType known = type;
        return known == null ? ArrowType.TEXT : known;
    }

    /// Puts an admitted value into a column of this type; nil leaves it empty.
    void put(Value value, ArrowWriter out, int column) {
        if (value instanceof Value.Nil) {
            return;
        }
        switch (type()) {
            case INT -> out.whole(column, ((Value.Int) value).value());
            case FLOAT ->
                out.real(column, value instanceof Value.Int(long whole) ? whole : ((Value.Float) value).value());
            case BOOL -> out.bool(column, ((Value.Bool) value).value());
            case DURATION -> out.duration(column, ((Value.Duration) value).nanos());
            case TEXT, TIME -> out.text(column, Values.text(value));
        }
    }

    private static boolean isNumber(ArrowType type) {
        return type == ArrowType.INT || type == ArrowType.FLOAT;
    }

    private static ArrowType of(Value value) {
        return switch (value) {
            case Value.Int _ -> ArrowType.INT;
            case Value.Float _ -> ArrowType.FLOAT;
            case Value.Bool _ -> ArrowType.BOOL;
            case Value.Duration _ -> ArrowType.DURATION;
            case Value.Nil _, Value.Text _, Value.Status _, Value.Kind _, Value.Array _, Value.Opaque _ ->
                ArrowType.TEXT;
        };
    }
}
