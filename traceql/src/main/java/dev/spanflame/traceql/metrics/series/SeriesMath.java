package dev.spanflame.traceql.metrics.series;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Arithmetic between series.
///
/// Series meet that have the same labels, in whatever order, the name of the function aside. A series
/// without labels meets all of the other side. What has no partner is left out.
final class SeriesMath {
    private SeriesMath() {}

    /// `left operator right`; NaN where something is divided by 0.
    static double apply(FieldOperator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> right == 0 ? Double.NaN : left / right;
            case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, MATCH, NOT_MATCH, MODULO, POWER ->
                throw new IllegalArgumentException("expected a checked query, got " + operator);
        };
    }

    /// The series that the pairs make.
    static List<Series> join(FieldOperator operator, List<Series> left, List<Series> right) {
        Map<Set<NamedValue>, Series> lefts = byLabels(left);
        Map<Set<NamedValue>, Series> rights = byLabels(right);
        boolean overLeft = rights.containsKey(Set.<NamedValue>of());
        List<Series> joined = new ArrayList<>();
        for (Series one : overLeft ? left : right) {
            Series other = partner(one, overLeft ? rights : lefts);
            if (other != null) {
                joined.add(overLeft ? pair(operator, one, other) : pair(operator, other, one));
            }
        }
        return joined;
    }

    private static @Nullable Series partner(Series series, Map<Set<NamedValue>, Series> others) {
        Series same = others.get(key(series));
        return same == null ? others.get(Set.<NamedValue>of()) : same;
    }

    private static Series pair(FieldOperator operator, Series left, Series right) {
        double[] values = new double[left.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = apply(operator, left.values()[i], right.values()[i]);
        }
        return new Series(labels(operator, left, right), values, exemplars(left, right));
    }

    private static List<NamedValue> labels(FieldOperator operator, Series left, Series right) {
        List<NamedValue> labels = new ArrayList<>();
        String leftName = name(left);
        String rightName = name(right);
        if (!leftName.isEmpty() && !rightName.isEmpty()) {
            String text = "(" + leftName + " " + operator.text() + " " + rightName + ")";
            labels.add(new NamedValue(Series.NAME, Value.of(text)));
        }
        for (List<NamedValue> side : List.of(left.labels(), right.labels())) {
            for (NamedValue label : side) {
                if (!label.name().equals(Series.NAME) && !labels.contains(label)) {
                    labels.add(label);
                }
            }
        }
        return labels;
    }

    /// Those of both; where one side has no labels, those of the other alone.
    private static List<Exemplar> exemplars(Series left, Series right) {
        boolean bareLeft = key(left).isEmpty();
        boolean bareRight = key(right).isEmpty();
        List<Exemplar> exemplars = new ArrayList<>();
        if (!bareLeft || bareRight) {
            exemplars.addAll(left.exemplars());
        }
        if (!bareRight || bareLeft) {
            exemplars.addAll(right.exemplars());
        }
        return exemplars;
    }

    private static Map<Set<NamedValue>, Series> byLabels(List<Series> list) {
        Map<Set<NamedValue>, Series> map = new HashMap<>();
        list.forEach(series -> map.putIfAbsent(key(series), series));
        return map;
    }

    private static Set<NamedValue> key(Series series) {
        Set<NamedValue> key = new HashSet<>(series.labels());
        key.removeIf(label -> label.name().equals(Series.NAME));
        return key;
    }

    private static String name(Series series) {
        for (NamedValue label : series.labels()) {
            if (label.name().equals(Series.NAME) && label.value() instanceof Value.Text(String text)) {
                return text;
            }
        }
        return "";
    }
}
