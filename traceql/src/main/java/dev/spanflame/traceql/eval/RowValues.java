package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.Level;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Arithmetic;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Items;
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
    private final ElementPairs pairs;

    /// Values from these columns.
    public RowValues(PartitionColumns columns) {
        this.columns = columns;
        this.pairs = new ElementPairs(columns);
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
            case Expr.Item(Expr operand, Value key) -> Items.item(value(operand, row, event, link), key);
            case Expr.Length(Expr operand) -> Items.length(value(operand, row, event, link));
            case Expr.Not(Expr operand) ->
                value(operand, row, event, link) instanceof Value.Bool(boolean truth) ? truth(!truth) : Value.NIL;
            case Expr.All(List<Expr> operands) -> junction(operands, true, row, event, link);
            case Expr.Any(List<Expr> operands) -> junction(operands, false, row, event, link);
        };
    }

    /// Value of `expr` on a span outside filters: the first that some event (and link) of it gives.
    public Value value(Expr expr, int row) {
        boolean events = expr.touches(Level.EVENT);
        boolean links = expr.touches(Level.LINK);
        if (!events && !links) {
            return value(expr, row, -1, -1);
        }
        Value[] found = {Value.NIL};
        pairs.any(row, events, links, (event, link) -> {
            found[0] = value(expr, row, event, link);
            return !(found[0] instanceof Value.Nil);
        });
        return found[0];
    }

    /// The events and links of spans.
    ElementPairs pairs() {
        return pairs;
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
        if (!(operand instanceof Expr.FieldValue(FieldRef field))) {
            return false;
        }
        boolean ofParent = field instanceof FieldRef.OfParent(FieldRef asked) && asked instanceof FieldRef.ServiceName;
        if (!ofParent && !(field instanceof FieldRef.ServiceName)) {
            return false;
        }
        int span = ofParent ? columns.partition().parentRow(row) : row;
        Value stored = columns.partition().column(FieldRef.ServiceName.FIELD).value(span);
        return !(stored instanceof Value.Nil) && test.test(stored);
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
