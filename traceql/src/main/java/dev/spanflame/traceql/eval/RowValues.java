package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.Level;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Arithmetic;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Value;
import java.util.List;

/// Values of expressions on single rows: for what no column can answer, and for answers.
///
/// Unknown truth is [Value#NIL]. An event or link of -1 means that there is none: its fields are nil and every
/// question about them is false, nil tests included.
public final class RowValues {
    private static final Value TRUE = new Value.Bool(true);
    private static final Value FALSE = new Value.Bool(false);

    private final PartitionColumns columns;

    /// Values from these columns.
    public RowValues(PartitionColumns columns) {
        this.columns = columns;
    }

    /// Value of `expr` on a span, with one of its events and one of its links.
    public Value value(Expr expr, int row, int event, int link) {
        return switch (expr) {
            case Expr.Constant(Value value) -> value;
            case Expr.FieldValue(FieldRef field) -> field(field, row, event, link);
            case Expr.Test(Expr operand, ValueTest test) -> {
                Value value = value(operand, row, event, link);
                yield truth(!(value instanceof Value.Nil) && test(test, operand, value, row));
            }
            case Expr.Compare(FieldOperator operator, Expr left, Expr right) ->
                truth(Comparison.holds(operator, value(left, row, event, link), value(right, row, event, link)));
            case Expr.NilTest(Expr operand, boolean missing) -> {
                boolean absent =
                        (event < 0 && operand.touches(Level.EVENT)) || (link < 0 && operand.touches(Level.LINK));
                yield truth(!absent && value(operand, row, event, link) instanceof Value.Nil == missing);
            }
            case Expr.Arithmetic(FieldOperator operator, Expr left, Expr right) ->
                Arithmetic.apply(operator, value(left, row, event, link), value(right, row, event, link));
            case Expr.Negate(Expr operand) -> Arithmetic.negate(value(operand, row, event, link));
            case Expr.Not(Expr operand) ->
                value(operand, row, event, link) instanceof Value.Bool(boolean truth) ? truth(!truth) : Value.NIL;
            case Expr.All(List<Expr> operands) -> junction(operands, true, row, event, link);
            case Expr.Any(List<Expr> operands) -> junction(operands, false, row, event, link);
        };
    }

    /// Value of `expr` on a span outside filters: from the first event (and link) that gives one.
    public Value value(Expr expr, int row) {
        boolean events = expr.touches(Level.EVENT);
        boolean links = expr.touches(Level.LINK);
        if (!events && !links) {
            return value(expr, row, -1, -1);
        }
        int firstEvent = events ? first(Level.EVENT, row) : -1;
        int firstLink = links ? first(Level.LINK, row) : -1;
        for (int event = firstEvent; isOf(Level.EVENT, event, row, events); event++) {
            for (int link = firstLink; isOf(Level.LINK, link, row, links); link++) {
                Value value = value(expr, row, event, link);
                if (!(value instanceof Value.Nil)) {
                    return value;
                }
            }
        }
        return Value.NIL;
    }

    /// First element of a span, or where it would be.
    int first(Level level, int row) {
        Elements elements = columns.elements(level);
        int low = 0;
        int high = elements.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (elements.spanRow(middle) < row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Whether the element belongs to the span; where the level is not `asked` for, only the -1 that stands for none.
    boolean isOf(Level level, int element, int row, boolean asked) {
        if (!asked) {
            return element == -1;
        }
        Elements elements = columns.elements(level);
        return element < elements.count() && elements.spanRow(element) == row;
    }

    private Value junction(List<Expr> operands, boolean all, int row, int event, int link) {
        Value result = truth(all);
        for (Expr operand : operands) {
            if (!(value(operand, row, event, link) instanceof Value.Bool(boolean truth))) {
                result = Value.NIL;
            } else if (truth != all) {
                return truth(!all);
            }
        }
        return result;
    }

    /// The service's name may be asked in two ways where it is no text, see [ServiceNameColumn].
    private boolean test(ValueTest test, Expr operand, Value value, int row) {
        if (test.test(value)) {
            return true;
        }
        if (operand instanceof Expr.FieldValue(FieldRef field) && field instanceof FieldRef.ServiceName) {
            Value stored =
                    columns.partition().column(FieldRef.ServiceName.FIELD).value(row);
            return !(stored instanceof Value.Nil) && test.test(stored);
        }
        return false;
    }

    private Value field(FieldRef field, int row, int event, int link) {
        int at = switch (field.level()) {
            case SPAN -> row;
            case EVENT -> event;
            case LINK -> link;
        };
        return at < 0 ? Value.NIL : columns.column(field).value(at);
    }

    private static Value truth(boolean truth) {
        return truth ? TRUE : FALSE;
    }
}
