package dev.spanflame.traceql.oracle;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.oracle.OracleValues.Nanos;
import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.MetricsExpr.Measurement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Measures spans one by one and keeps every value.
final class MetricsOracle {
    private static final List<Intrinsic> COMPARED = List.of(
            Intrinsic.NAME,
            Intrinsic.STATUS,
            Intrinsic.STATUS_MESSAGE,
            Intrinsic.KIND,
            Intrinsic.ROOT_NAME,
            Intrinsic.ROOT_SERVICE_NAME,
            Intrinsic.EVENT_NAME,
            Intrinsic.INSTRUMENTATION_NAME,
            Intrinsic.INSTRUMENTATION_VERSION);

    private static final Pattern THRESHOLD = Pattern.compile("(?:^|[, ])ot=(?:[^,]*;)?th:([0-9a-f]+)");

    private final TimeAxis axis;
    private final boolean weighted;
    private final List<OracleSpan> spans = new ArrayList<>();

    /// The spans that `expr` measures; `weighted` counts each as often as its trace state says.
    MetricsOracle(MetricsExpr.Measured expr, List<Trace> traces, TimeAxis axis, boolean weighted) {
        this.axis = axis;
        this.weighted = weighted;
        new Oracle(traces)
                .run(expr.input())
                .values()
                .forEach(groups -> groups.forEach(group -> group.spans().stream()
                        .filter(span -> interval(span) >= 0)
                        .forEach(spans::add)));
    }

    /// A line for each series, sorted.
    List<String> series(MetricsExpr.Measured expr) {
        List<String> lines = new ArrayList<>();
        if (expr.measurement() instanceof Measurement.Compare compare) {
            compare(compare, lines);
        } else {
            grouped(expr).forEach((labels, members) -> measure(expr, labels, members, lines));
        }
        lines.sort(null);
        return lines;
    }

    private Map<List<Optional<Object>>, List<OracleSpan>> grouped(MetricsExpr.Measured expr) {
        Map<List<Optional<Object>>, List<OracleSpan>> groups = new LinkedHashMap<>();
        if (expr.by().isEmpty()) {
            groups.put(List.of(), spans);
            return groups;
        }
        for (OracleSpan span : spans) {
            List<Optional<Object>> key = new ArrayList<>();
            expr.by().forEach(field -> key.add(Optional.ofNullable(OracleExpr.first(field, span))));
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(span);
        }
        return groups;
    }

    private void measure(
            MetricsExpr.Measured expr, List<Optional<Object>> key, List<OracleSpan> members, List<String> lines) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            String name = Printer.print(expr.by().get(i));
            key.get(i).ifPresent(value -> labels.add(name + "=" + Differential.shown(value)));
        }
        if (labels.isEmpty() && !key.isEmpty()) {
            labels.add(Printer.print(expr.by().getFirst()) + "=nil");
        }
        Function function = expr.measurement().function();
        List<String> named = key.isEmpty() ? List.of("__name__=" + function.text()) : labels;
        switch (expr.measurement()) {
            case Measurement.Count _ -> lines.add(line(named, counts(function, members)));
            case Measurement.OverField(Function _, FieldExpr field) -> {
                if (function == Function.HISTOGRAM_OVER_TIME) {
                    histogram(field, labels, members, lines);
                } else {
                    lines.add(line(named, totals(function, field, members)));
                }
            }
            case Measurement.Quantiles quantiles -> quantiles(quantiles, labels, members, lines);
            case Measurement.Compare _ -> throw new AssertionError("compared elsewhere");
        }
    }

    private double[] counts(Function function, List<OracleSpan> members) {
        double[] values = new double[axis.count()];
        for (OracleSpan span : members) {
            values[interval(span)] += weight(span);
        }
        if (function == Function.RATE) {
            Arrays.setAll(values, i -> values[i] / (axis.stepNanos() / 1e9));
        }
        return values;
    }

    private double[] totals(Function function, FieldExpr field, List<OracleSpan> members) {
        List<List<Double>> weights = new ArrayList<>();
        List<List<Double>> numbers = numbers(field, members, weights);
        double[] values = new double[axis.count()];
        for (int i = 0; i < values.length; i++) {
            List<Double> list = numbers.get(i);
            values[i] = list.isEmpty()
                    ? Double.NaN
                    : switch (function) {
                        case MIN_OVER_TIME -> list.stream().min(Double::compare).orElseThrow();
                        case MAX_OVER_TIME -> list.stream().max(Double::compare).orElseThrow();
                        case SUM_OVER_TIME -> sum(list, weights.get(i));
                        default ->
                            sum(list, weights.get(i))
                                    / weights.get(i).stream()
                                            .mapToDouble(x -> x)
                                            .sum();
                    };
        }
        return values;
    }

    private static double sum(List<Double> numbers, List<Double> weights) {
        double sum = 0;
        for (int i = 0; i < numbers.size(); i++) {
            sum += numbers.get(i) * weights.get(i);
        }
        return sum;
    }

    /// One divided by the probability of sampling.
    private double weight(OracleSpan span) {
        Matcher threshold = THRESHOLD.matcher(span.span().traceState());
        if (!weighted || !threshold.find()) {
            return 1;
        }
        long rejected = Long.parseLong((threshold.group(1) + "0".repeat(14)).substring(0, 14), 16);
        return 1 / (1 - rejected / Math.pow(2, 56));
    }

    private List<List<Double>> numbers(FieldExpr field, List<OracleSpan> members, List<List<Double>> weights) {
        List<List<Double>> numbers = new ArrayList<>();
        for (int i = 0; i < axis.count(); i++) {
            numbers.add(new ArrayList<>());
            weights.add(new ArrayList<>());
        }
        for (OracleSpan span : members) {
            Object value = OracleExpr.first(field, span);
            if (value != null && OracleExpr.isNumber(value)) {
                weights.get(interval(span)).add(weight(span));
                numbers.get(interval(span)).add(OracleExpr.number(value) / (value instanceof Nanos ? 1e9 : 1));
            }
        }
        return numbers;
    }

    /// The upper bounds of the buckets that values fall into, and the counts.
    private Map<Double, double[]> buckets(FieldExpr field, List<OracleSpan> members) {
        Map<Double, double[]> buckets = new TreeMap<>();
        for (OracleSpan span : members) {
            Object value = OracleExpr.first(field, span);
            if (value != null && OracleExpr.isNumber(value) && OracleExpr.number(value) >= 0) {
                double bound = bound(OracleExpr.number(value)) / (value instanceof Nanos ? 1e9 : 1);
                buckets.computeIfAbsent(bound, _ -> new double[axis.count()])[interval(span)]++;
            }
        }
        return buckets;
    }

    private static double bound(double value) {
        if (value == 0) {
            return 0;
        }
        double bound = 1;
        while (bound < value) {
            bound *= 2;
        }
        while (bound / 2 >= value) {
            bound /= 2;
        }
        return bound;
    }

    private void histogram(FieldExpr field, List<String> labels, List<OracleSpan> members, List<String> lines) {
        buckets(field, members).forEach((bound, counts) -> {
            List<String> all = new ArrayList<>(labels);
            all.add("__bucket=" + Differential.shown((Object) bound));
            lines.add(line(all, counts));
        });
    }

    private void quantiles(
            Measurement.Quantiles quantiles, List<String> labels, List<OracleSpan> members, List<String> lines) {
        Map<Double, double[]> buckets = buckets(quantiles.field(), members);
        Set<Double> wanted = new LinkedHashSet<>();
        for (Literal literal : quantiles.quantiles()) {
            wanted.add(OracleExpr.number(OracleValues.literal(literal)));
        }
        for (double p : buckets.isEmpty() ? Set.<Double>of() : wanted) {
            double[] values = new double[axis.count()];
            for (int i = 0; i < values.length; i++) {
                values[i] = quantile(p, buckets, i);
            }
            List<String> all = new ArrayList<>(labels);
            all.add("p=" + Differential.shown((Object) p));
            lines.add(line(all, values));
        }
    }

    private static double quantile(double p, Map<Double, double[]> buckets, int interval) {
        List<Double> bounds = new ArrayList<>();
        buckets.forEach((bound, counts) -> {
            for (int i = 0; i < counts[interval]; i++) {
                bounds.add(bound);
            }
        });
        if (bounds.isEmpty()) {
            return 0;
        }
        int rank = Math.max(1, (int) Math.ceil(p * bounds.size()));
        double high = bounds.get(rank - 1);
        int first = bounds.indexOf(high);
        int last = bounds.lastIndexOf(high);
        if (rank == last + 1 || high == 0) {
            return high;
        }
        double below = first == 0 || bounds.get(first - 1) == 0 ? high / 2 : bounds.get(first - 1);
        double share = (rank - first) / (double) (last + 1 - first);
        return below * Math.pow(high / below, share);
    }

    private void compare(Measurement.Compare compare, List<String> lines) {
        List<Long> numbers = compare.numbers();
        Map<List<Object>, double[]> counts = new LinkedHashMap<>();
        for (OracleSpan span : spans) {
            long start = span.span().startNanos();
            boolean inTime = numbers.size() < 3 || (start > numbers.get(1) && start <= numbers.get(2));
            boolean selected = inTime && OracleExpr.passes(compare.selection().condition(), span);
            String type = selected ? "selection" : "baseline";
            for (FieldName name : names(span)) {
                for (Object value : values(name, span)) {
                    count(counts, List.of(type, name, value), span);
                    count(counts, List.of(type + "_total", name), span);
                }
            }
        }
        counts.forEach((key, values) -> {
            String value = key.size() < 3 ? "nil" : Differential.shown(key.get(2));
            lines.add(line(
                    List.of("__meta_type=" + key.get(0), Printer.print((FieldName) key.get(1)) + "=" + value), values));
        });
    }

    private void count(Map<List<Object>, double[]> counts, List<Object> key, OracleSpan span) {
        counts.computeIfAbsent(key, _ -> new double[axis.count()])[interval(span)]++;
    }

    private static Set<FieldName> names(OracleSpan span) {
        Set<FieldName> names = new LinkedHashSet<>(COMPARED);
        add(names, AttributeScope.SPAN, span.span().attributes());
        add(names, AttributeScope.RESOURCE, span.resource().attributes());
        add(names, AttributeScope.INSTRUMENTATION, span.scope().attributes());
        span.span().events().forEach(event -> add(names, AttributeScope.EVENT, event.attributes()));
        span.span().links().forEach(link -> add(names, AttributeScope.LINK, link.attributes()));
        return names;
    }

    private static void add(Set<FieldName> names, AttributeScope scope, List<Attribute> attributes) {
        attributes.forEach(attribute -> names.add(AttributeName.of(scope, attribute.key())));
    }

    private static List<Object> values(FieldName name, OracleSpan span) {
        List<Object> values = new ArrayList<>();
        String text = Printer.print(name);
        if (text.startsWith("event")) {
            span.span().events().forEach(event -> add(values, value(name, span, event, null)));
        } else if (text.startsWith("link")) {
            span.span().links().forEach(link -> add(values, value(name, span, null, link)));
        } else if (text.equals("resource.service.name")) {
            add(values, OracleValues.sentServiceName(span));
        } else {
            add(values, value(name, span, null, null));
        }
        if (name == Intrinsic.STATUS_MESSAGE) {
            values.removeIf(""::equals);
        }
        return values;
    }

    private static @Nullable Object value(
            FieldName name, OracleSpan span, Span.@Nullable Event event, Span.@Nullable Link link) {
        return OracleValues.field(name, span, event, link);
    }

    private static void add(List<Object> values, @Nullable Object value) {
        if (value != null) {
            values.add(value.equals(-0.0) ? Double.valueOf(0.0) : value);
        }
    }

    private static String line(List<String> labels, double[] values) {
        return String.join(" ", labels) + " "
                + Arrays.stream(values)
                        .mapToObj(value -> Differential.shown((Object) value))
                        .toList();
    }

    /// Found by looking at each interval.
    private int interval(OracleSpan span) {
        long start = span.span().startNanos();
        for (int i = 0; i < axis.count(); i++) {
            long from = axis.startNanos() + i * axis.stepNanos();
            if (start > from && start <= from + axis.stepNanos()) {
                return i;
            }
        }
        return -1;
    }
}
