package dev.spanflame.traceql.oracle;

import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.oracle.OracleValues.Nanos;
import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.ScalarExpr;
import dev.spanflame.traceql.syntax.tree.SpansetExpr;
import dev.spanflame.traceql.syntax.tree.SpansetOperator;
import dev.spanflame.traceql.syntax.tree.Stage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Evaluates a pipeline on whole traces, one after the other.
final class Oracle {
    private final Map<TraceId, List<OracleSpan>> traces = new TreeMap<>();

    /// Spans kept together, and the attributes of the set.
    record Group(Set<OracleSpan> spans, Map<String, Optional<Object>> attributes) {}

    /// An operator met more than one set of a trace.
    static final class SeveralSets extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Oracle(List<Trace> groups) {
        for (Trace group : groups) {
            for (Trace.ResourceSpans resource : group.resourceSpans()) {
                for (Trace.ScopeSpans scope : resource.scopeSpans()) {
                    for (Span span : scope.spans()) {
                        List<OracleSpan> trace = traces.computeIfAbsent(span.traceId(), _ -> new ArrayList<>());
                        trace.add(new OracleSpan(span, resource.resource(), scope.scope(), trace));
                    }
                }
            }
        }
        traces.values()
                .forEach(trace ->
                        trace.sort(Comparator.comparing(span -> span.span().startNanos())));
    }

    /// The sets of each trace that has any.
    Map<TraceId, List<Group>> run(Pipeline pipeline) {
        Map<TraceId, List<Group>> result = new LinkedHashMap<>();
        traces.forEach((id, spans) -> {
            List<Group> groups = stages(pipeline, List.of(new Group(new LinkedHashSet<>(spans), Map.of())));
            if (!groups.isEmpty()) {
                result.put(id, groups);
            }
        });
        return result;
    }

    private static List<Group> stages(Pipeline pipeline, List<Group> input) {
        List<Group> groups = input;
        for (Stage stage : pipeline.stages()) {
            List<Group> next = new ArrayList<>();
            if (stage instanceof Stage.Coalesce) {
                Set<OracleSpan> all = new LinkedHashSet<>();
                groups.forEach(group -> all.addAll(group.spans()));
                next.add(new Group(all, Map.of()));
            } else {
                groups.forEach(group -> next.addAll(stage(stage, group)));
            }
            next.removeIf(group -> group.spans().isEmpty());
            groups = next;
        }
        return groups;
    }

    private static List<Group> stage(Stage stage, Group group) {
        return switch (stage) {
            case Stage.Spansets spansets ->
                List.of(new Group(spans(spansets.expr(), group.spans()), group.attributes()));
            case Stage.ScalarFilter filter -> {
                Object left = scalar(filter.left(), group.spans());
                Object right = scalar(filter.right(), group.spans());
                yield left != null && right != null && OracleExpr.scalars(filter.operator(), left, right)
                        ? List.of(compared(compared(group, filter.left(), left), filter.right(), right))
                        : List.of();
            }
            case Stage.By by -> {
                Map<Optional<Object>, Set<OracleSpan>> parts = new LinkedHashMap<>();
                for (OracleSpan span : group.spans()) {
                    parts.computeIfAbsent(
                                    Optional.ofNullable(OracleExpr.first(by.expr(), span)), _ -> new LinkedHashSet<>())
                            .add(span);
                }
                List<Group> groups = new ArrayList<>();
                parts.forEach((value, spans) ->
                        groups.add(with(group, spans, "by(" + Printer.print(by.expr()) + ")", value.orElse(null))));
                yield groups;
            }
            case Stage.Coalesce _, Stage.Select _, Stage.OrderBy _ -> List.of(group);
        };
    }

    private static Group with(Group group, Set<OracleSpan> spans, String name, @Nullable Object value) {
        Map<String, Optional<Object>> attributes = new LinkedHashMap<>(group.attributes());
        attributes.remove(name);
        attributes.put(name, Optional.ofNullable(value));
        return new Group(spans, attributes);
    }

    private static Set<OracleSpan> spans(SpansetExpr expr, Set<OracleSpan> input) {
        Set<OracleSpan> found = new LinkedHashSet<>();
        switch (expr) {
            case SpansetExpr.Filter filter -> {
                for (OracleSpan span : input) {
                    if (OracleExpr.passes(filter.condition(), span)) {
                        found.add(span);
                    }
                }
            }
            case SpansetExpr.Negation negation -> {
                if (spans(negation.operand(), input).isEmpty()) {
                    found.addAll(input);
                }
            }
            case SpansetExpr.Nested nested -> {
                List<Group> groups = stages(nested.pipeline(), List.of(new Group(input, Map.of())));
                if (groups.size() > 1) {
                    throw new SeveralSets();
                }
                groups.forEach(group -> found.addAll(group.spans()));
            }
            case SpansetExpr.Combination combination -> combine(combination, input, found);
        }
        return found;
    }

    private static void combine(SpansetExpr.Combination combination, Set<OracleSpan> input, Set<OracleSpan> found) {
        SpansetOperator operator = combination.operator();
        boolean negated = operator.text().startsWith("!");
        // A side that cannot matter is not asked, so that it cannot refuse either.
        Set<OracleSpan> right = negated ? spans(combination.right(), input) : Set.of();
        Set<OracleSpan> left = negated && right.isEmpty() ? Set.of() : spans(combination.left(), input);
        if (!negated && (!left.isEmpty() || operator == SpansetOperator.OR)) {
            right = spans(combination.right(), input);
        }
        if (operator == SpansetOperator.OR || (operator == SpansetOperator.AND && !right.isEmpty())) {
            found.addAll(left);
            found.addAll(right);
            return;
        }
        if (operator == SpansetOperator.AND) {
            return;
        }
        for (OracleSpan r : right) {
            boolean any = false;
            for (OracleSpan l : left) {
                boolean related = related(operator.text().replaceAll("[!&]", ""), l, r);
                any |= related;
                if (related && operator.text().startsWith("&")) {
                    found.add(l);
                }
            }
            if (any != negated) {
                found.add(r);
            }
        }
    }

    private static boolean related(String sign, OracleSpan left, OracleSpan right) {
        return switch (sign) {
            case ">" -> right.parent() == left;
            case "<" -> left.parent() == right;
            case ">>" -> left.isAncestorOf(right);
            case "<<" -> right.isAncestorOf(left);
            default -> left.isSiblingOf(right);
        };
    }

    private static Group compared(Group group, ScalarExpr side, Object value) {
        return side instanceof ScalarExpr.Constant
                ? group
                : with(group, group.spans(), Printer.print(side), OracleExpr.positiveZero(value));
    }

    /// The number that orders a trace of which these sets were found.
    static @Nullable Object number(ScalarExpr expr, List<Group> groups) {
        Set<OracleSpan> all = new LinkedHashSet<>();
        groups.forEach(group -> all.addAll(group.spans()));
        return scalar(expr, all);
    }

    private static @Nullable Object scalar(ScalarExpr expr, Set<OracleSpan> spans) {
        return switch (expr) {
            case ScalarExpr.Constant constant -> OracleValues.literal(constant.value());
            case ScalarExpr.Aggregate aggregate -> aggregate(aggregate, spans);
            case ScalarExpr.Arithmetic arithmetic -> {
                Object left = scalar(arithmetic.left(), spans);
                yield OracleExpr.calculate(arithmetic.operator(), left, scalar(arithmetic.right(), spans));
            }
            case ScalarExpr.Piped piped -> {
                List<Group> groups = stages(piped.pipeline(), List.of(new Group(spans, Map.of())));
                if (groups.size() > 1) {
                    throw new SeveralSets();
                }
                yield scalar(
                        piped.scalar(),
                        groups.isEmpty() ? Set.of() : groups.getFirst().spans());
            }
        };
    }

    private static @Nullable Object aggregate(ScalarExpr.Aggregate aggregate, Set<OracleSpan> spans) {
        if (aggregate.function() == Function.COUNT) {
            return (long) spans.size();
        }
        List<Object> values = new ArrayList<>();
        for (OracleSpan span : spans) {
            Object value = OracleExpr.first(aggregate.arguments().getFirst(), span);
            if (value != null && OracleExpr.isNumber(value) && !value.equals(Double.NaN)) {
                values.add(value);
            }
        }
        if (values.isEmpty()) {
            return null;
        }
        Comparator<Object> order = Comparator.comparingDouble(OracleExpr::number);
        Comparator<Object> byType = Comparator.comparing(value ->
                List.of("Long", "Nanos", "Double").indexOf(value.getClass().getSimpleName()));
        return switch (aggregate.function()) {
            case MIN -> values.stream().min(order.thenComparing(byType)).orElseThrow();
            case MAX ->
                values.stream().min(order.reversed().thenComparing(byType)).orElseThrow();
            case SUM -> sum(values, 1, false);
            default -> sum(values, values.size(), true);
        };
    }

    private static Object sum(List<Object> values, int divisor, boolean average) {
        boolean durations = values.stream().allMatch(Nanos.class::isInstance);
        boolean integers = values.stream().allMatch(Long.class::isInstance);
        if (durations || (integers && !average)) {
            BigInteger sum = BigInteger.ZERO;
            for (Object value : values) {
                sum = sum.add(BigInteger.valueOf(OracleExpr.whole(value)));
            }
            long result = sum.divide(BigInteger.valueOf(divisor)).longValue();
            if (sum.bitLength() < Long.SIZE) {
                return durations ? new Nanos(result) : Long.valueOf(result);
            }
        }
        double sum = 0;
        for (Object value : values) {
            sum += OracleExpr.number(value);
        }
        return sum / divisor;
    }
}
