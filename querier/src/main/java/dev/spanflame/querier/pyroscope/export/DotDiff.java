package dev.spanflame.querier.pyroscope.export;

import dev.spanflame.model.profile.ProfileType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The difference of two trees of calls in Graphviz's language: what grew is red, what shrank is green.
///
/// Sides are compared by their shares of their totals where both have one, so that a longer side is not larger
/// everywhere. The functions with the largest totals on either side are shown.
public final class DotDiff {
    private static final int MAX_FUNCTIONS = 100;
    private static final double SAME = 0.0005;

    private final CallTree left;
    private final CallTree right;
    private final String unit;
    private final StringBuilder out = new StringBuilder();

    private DotDiff(CallTree left, CallTree right, String unit) {
        this.left = left;
        this.right = right;
        this.unit = unit;
    }

    /// Totals of a function on both sides.
    private record Row(String name, long left, long right) {
        long larger() {
            return Math.max(left, right);
        }
    }

    /// The graph of the 100 largest functions.
    public static String of(CallTree left, CallTree right, ProfileType type) {
        return new DotDiff(left, right, type.sampleUnit()).draw(type.id());
    }

    private String draw(String title) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        out.append("digraph ").append(DotGraph.quoted(title)).append(" {\n");
        out.append("  node [style=filled, fillcolor=\"#f8f8f8\", shape=box];\n");
        for (Row row : rows()) {
            int number = numbers.size() + 1;
            numbers.put(row.name(), number);
            String label = DotGraph.shortened(row.name()) + "\n" + change(row.left(), row.right());
            out.append("  N%d [label=%s, color=%s];\n"
                    .formatted(number, DotGraph.quoted(label), color(row.left(), row.right())));
        }
        Map<DotGraph.Call, Long> before = DotGraph.calls(left, numbers).weights();
        Map<DotGraph.Call, Long> after = DotGraph.calls(right, numbers).weights();
        Set<DotGraph.Call> calls = new HashSet<>(before.keySet());
        calls.addAll(after.keySet());
        calls.stream()
                .sorted(Comparator.comparing(DotGraph.Call::caller).thenComparing(DotGraph.Call::callee))
                .forEach(call -> {
                    long was = before.getOrDefault(call, 0L);
                    long is = after.getOrDefault(call, 0L);
                    out.append("  N%d -> N%d [label=%s, color=%s];\n"
                            .formatted(
                                    numbers.get(call.caller()),
                                    numbers.get(call.callee()),
                                    DotGraph.quoted(change(was, is)),
                                    color(was, is)));
                });
        return out.append("}\n").toString();
    }

    private List<Row> rows() {
        Map<String, long[]> totals = new TreeMap<>();
        FunctionTable.of(left).forEach(row -> totals.computeIfAbsent(row.name(), _ -> new long[2])[0] = row.total());
        FunctionTable.of(right).forEach(row -> totals.computeIfAbsent(row.name(), _ -> new long[2])[1] = row.total());
        List<Row> rows = new ArrayList<>();
        totals.forEach((name, values) -> rows.add(new Row(name, values[0], values[1])));
        rows.sort(Comparator.comparingLong(Row::larger).reversed().thenComparing(Row::name));
        return rows.subList(0, Math.min(MAX_FUNCTIONS, rows.size()));
    }

    private String change(long was, long is) {
        return Amounts.of(was, unit) + " -> " + Amounts.of(is, unit)
                + String.format(Locale.ROOT, " (%+.2f%%)", 100 * (share(is, right) - share(was, left)));
    }

    private String color(long was, long is) {
        double change = share(is, right) - share(was, left);
        return Math.abs(change) < SAME ? "\"#808080\"" : change > 0 ? "\"#c0392b\"" : "\"#27ae60\"";
    }

    private static double share(long value, CallTree of) {
        return of.total() == 0 ? 0 : (double) value / of.total();
    }
}
