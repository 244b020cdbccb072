package dev.spanflame.traceql.oracle;

import dev.spanflame.model.trace.Span;
import dev.spanflame.traceql.oracle.OracleValues.Code;
import dev.spanflame.traceql.oracle.OracleValues.Nanos;
import dev.spanflame.traceql.oracle.OracleValues.Other;
import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.ParentIntrinsic;
import dev.spanflame.traceql.syntax.tree.Position;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Evaluates an expression on one span, or on one span with one of its events and one of its links.
final class OracleExpr {
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();
    private static final FieldExpr NOTHING = new FieldExpr.Constant(new Literal.Bool(false), Position.START);

    private OracleExpr() {}

    /// Whether the span passes a filter: for some event and some link of it, if the filter names any.
    static boolean passes(FieldExpr condition, OracleSpan span) {
        for (Span.@Nullable Event event : eventsOf(condition, span)) {
            for (Span.@Nullable Link link : linksOf(condition, span)) {
                if (Boolean.TRUE.equals(value(condition, span, event, link))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The value outside filters: the first that some event and link give.
    static @Nullable Object first(FieldExpr expr, OracleSpan span) {
        for (Span.@Nullable Event event : eventsOf(expr, span)) {
            for (Span.@Nullable Link link : linksOf(expr, span)) {
                Object value = value(expr, span, event, link);
                if (value != null) {
                    return positiveZero(value);
                }
            }
        }
        return null;
    }

    /// 0.0 for -0.0: the two are equal and must not look like two answers.
    static Object positiveZero(Object value) {
        return value.equals(-0.0) ? Double.valueOf(0.0) : value;
    }

    private static List<Span.@Nullable Event> eventsOf(FieldExpr expr, OracleSpan span) {
        List<Span.@Nullable Event> events =
                new ArrayList<>(names(expr, true) ? span.span().events() : List.of());
        if (events.isEmpty()) {
            events.add(null);
        }
        return events;
    }

    private static List<Span.@Nullable Link> linksOf(FieldExpr expr, OracleSpan span) {
        List<Span.@Nullable Link> links =
                new ArrayList<>(names(expr, false) ? span.span().links() : List.of());
        if (links.isEmpty()) {
            links.add(null);
        }
        return links;
    }

    private static boolean names(FieldExpr expr, boolean event) {
        return switch (expr) {
            case FieldExpr.Constant _ -> false;
            case FieldExpr.Reference(FieldName name, Position _) ->
                switch (name) {
                    case AttributeName attribute ->
                        attribute.scope() == (event ? AttributeScope.EVENT : AttributeScope.LINK);
                    case Intrinsic intrinsic -> intrinsic.text().startsWith(event ? "event:" : "link:");
                    case ParentIntrinsic _ -> false;
                };
            case FieldExpr.Binary binary -> names(binary.left(), event) || names(binary.right(), event);
            case FieldExpr.Logical logical -> logical.operands().stream().anyMatch(operand -> names(operand, event));
            case FieldExpr.Unary unary -> names(unary.operand(), event);
            case FieldExpr.NilTest test -> names(test.operand(), event);
            case FieldExpr.Item item -> names(item.operand(), event);
            case FieldExpr.Length length -> names(length.operand(), event);
        };
    }

    private static @Nullable Object value(
            FieldExpr expr, OracleSpan span, Span.@Nullable Event event, Span.@Nullable Link link) {
        return switch (expr) {
            case FieldExpr.Constant constant -> OracleValues.literal(constant.value());
            case FieldExpr.Reference reference -> OracleValues.field(reference.name(), span, event, link);
            case FieldExpr.Binary binary -> {
                Object left = value(binary.left(), span, event, link);
                Object right = value(binary.right(), span, event, link);
                yield binary.operator().isArithmetic()
                        ? calculate(binary.operator(), left, right)
                        : Boolean.valueOf(compare(binary, left, right, span));
            }
            case FieldExpr.Logical logical -> {
                boolean and = logical.operator() == FieldOperator.AND;
                Object result = and;
                for (FieldExpr operand : logical.operands()) {
                    Object value = value(operand, span, event, link);
                    if (Boolean.valueOf(!and).equals(value)) {
                        yield !and;
                    }
                    result = Boolean.valueOf(and).equals(value) ? result : null;
                }
                yield result;
            }
            case FieldExpr.Unary unary -> {
                Object operand = value(unary.operand(), span, event, link);
                yield switch (unary.operator()) {
                    case NOT -> operand instanceof Boolean bool ? !bool : null;
                    case NEGATE ->
                        operand instanceof Nanos(long nanos)
                                ? new Nanos(-nanos)
                                : calculate(FieldOperator.MULTIPLY, -1L, operand);
                };
            }
            case FieldExpr.Item item ->
                OracleValues.item(value(item.operand(), span, event, link), OracleValues.literal(item.key()));
            case FieldExpr.Length length -> OracleValues.length(value(length.operand(), span, event, link));
            case FieldExpr.NilTest test -> {
                boolean absent = (event == null && names(test.operand(), true))
                        || (link == null && names(test.operand(), false));
                yield !absent && (value(test.operand(), span, event, link) == null) == test.missing();
            }
        };
    }

    private static boolean compare(
            FieldExpr.Binary binary, @Nullable Object left, @Nullable Object right, OracleSpan span) {
        if (binary.operator().isRegex()) {
            Pattern pattern = PATTERNS.computeIfAbsent((String) right, text -> Pattern.compile(text, Pattern.DOTALL));
            boolean negated = binary.operator() == FieldOperator.NOT_MATCH;
            return ask(
                    left,
                    binary.left(),
                    span,
                    negated,
                    value -> value instanceof String text
                            && pattern.matcher(text).matches() != negated);
        }
        Object a = padded(binary.left(), binary.right(), left);
        Object b = padded(binary.right(), binary.left(), right);
        if (a == null || b == null || a instanceof Other || b instanceof Other) {
            return false;
        }
        boolean all = binary.operator() == FieldOperator.NOT_EQUAL;
        // What was sent as the service's name counts beside a constant only.
        FieldExpr asLeft = binary.right() instanceof FieldExpr.Constant ? binary.left() : NOTHING;
        FieldExpr asRight = binary.left() instanceof FieldExpr.Constant ? binary.right() : NOTHING;
        return ask(a, asLeft, span, all, x -> ask(b, asRight, span, all, y -> scalars(binary.operator(), x, y)));
    }

    /// An id beside the field it is compared with.
    private static @Nullable Object padded(FieldExpr expr, FieldExpr other, @Nullable Object value) {
        if (expr instanceof FieldExpr.Constant
                && value instanceof String text
                && other instanceof FieldExpr.Reference reference
                && text.matches("[0-9a-fA-F]{1,16}")) {
            return switch (Printer.print(reference.name())) {
                case "span:id", "span:parentID", "link:spanID", "parent:id", "parent:parentID" ->
                    "0".repeat(16 - text.length()) + text.toLowerCase(Locale.ROOT);
                case "trace:id", "link:traceID" -> text.toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
                default -> value;
            };
        }
        return value;
    }

    /// Of a list all or some elements; of the service's name also what was sent, if that is no text.
    private static boolean ask(
            @Nullable Object value, FieldExpr expr, OracleSpan span, boolean all, Predicate<Object> question) {
        if (value == null || value instanceof Other) {
            return false;
        }
        if (value instanceof List<?> list) {
            return all ? list.stream().allMatch(question) : list.stream().anyMatch(question);
        }
        String field = expr instanceof FieldExpr.Reference(FieldName name, Position _) ? Printer.print(name) : "";
        Object sent = switch (field) {
            case "resource.service.name" -> OracleValues.sentServiceName(span);
            case "parent.resource.service.name" -> OracleValues.sentServiceName(Objects.requireNonNull(span.parent()));
            default -> null;
        };
        return question.test(value) || (sent != null && !(sent instanceof Other) && question.test(sent));
    }

    static boolean scalars(FieldOperator operator, Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            boolean whole = !(a instanceof Double) && !(b instanceof Double);
            return whole
                    ? ordered(operator, Long.compare(whole(a), whole(b)))
                    : doubles(operator, number(a), number(b));
        }
        if (a instanceof String x && b instanceof String y) {
            return ordered(
                    operator,
                    Arrays.compareUnsigned(x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8)));
        }
        boolean comparable = (a instanceof Boolean && b instanceof Boolean)
                || (a instanceof Code x && b instanceof Code y && x.type().equals(y.type()));
        return comparable
                && (operator == FieldOperator.EQUAL
                        ? a.equals(b)
                        : operator == FieldOperator.NOT_EQUAL && !a.equals(b));
    }

    private static boolean ordered(FieldOperator operator, int order) {
        return doubles(operator, order, 0);
    }

    private static boolean doubles(FieldOperator operator, double a, double b) {
        BiPredicate<Double, Double> test = switch (operator.text()) {
            case "=" -> (x, y) -> x.doubleValue() == y.doubleValue();
            case "!=" -> (x, y) -> x.doubleValue() != y.doubleValue();
            case "<" -> (x, y) -> x < y;
            case "<=" -> (x, y) -> x <= y;
            case ">" -> (x, y) -> x > y;
            default -> (x, y) -> x >= y;
        };
        return test.test(a, b);
    }

    static @Nullable Object calculate(FieldOperator operator, @Nullable Object a, @Nullable Object b) {
        if (a == null || b == null || !isNumber(a) || !isNumber(b)) {
            return null;
        }
        if (a instanceof Nanos(long x) && b instanceof Nanos(long y) && "+-".contains(operator.text())) {
            BigInteger other = BigInteger.valueOf(y);
            BigInteger sum = BigInteger.valueOf(x).add(operator.text().equals("+") ? other : other.negate());
            return sum.bitLength() < Long.SIZE ? new Nanos(sum.longValue()) : Double.valueOf(sum.doubleValue());
        }
        if (a instanceof Long x && b instanceof Long y) {
            return switch (operator.text()) {
                case "+" -> x + y;
                case "-" -> x - y;
                case "*" -> x * y;
                case "/" -> y == 0 ? null : Long.valueOf(x / y);
                case "%" -> y == 0 ? null : Long.valueOf(x % y);
                default -> (long) Math.pow(x, y);
            };
        }
        double x = number(a);
        double y = number(b);
        return switch (operator.text()) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" -> x / y;
            case "%" -> x % y;
            default -> Math.pow(x, y);
        };
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Nanos;
    }

    static long whole(Object value) {
        return value instanceof Nanos(long nanos) ? nanos : (Long) value;
    }

    static double number(Object value) {
        return value instanceof Double number ? number : whole(value);
    }
}
