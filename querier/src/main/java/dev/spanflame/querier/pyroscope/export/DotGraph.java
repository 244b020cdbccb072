package dev.spanflame.querier.pyroscope.export;

import dev.spanflame.block.profile.Forest;
import dev.spanflame.model.profile.ProfileType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A graph of functions and calls in Graphviz's language.
///
/// The functions with the largest totals are shown; a call between two of them goes through those that
/// are not, and is dashed then.
public final class DotGraph {
    private static final int MAX_SHOWN_NAME = 120;
    /// Nodes of the tree that a graph is made of.
    public static final int MAX_NODES = 512;
    private static final int MAX_FUNCTIONS = 100;

    private final CallTree tree;
    private final String unit;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder();

    private DotGraph(CallTree tree, String unit) {
        this.tree = tree;
        this.unit = unit;
    }

    /// A call between two shown functions.
    record Call(String caller, String callee) {}

    /// Values of calls, and which of them go through no other function.
    record Calls(Map<Call, Long> weights, Map<Call, Boolean> direct) {}

    /// The graph of the 100 largest functions of a tree of 512 nodes.
    public static String of(Forest forest, ProfileType type) {
        return new DotGraph(CallTree.of(forest, MAX_NODES), type.sampleUnit()).draw(type.id());
    }

    private String draw(String title) {
        List<FunctionTable.Row> shown = FunctionTable.of(tree).stream()
                .sorted((a, b) -> Long.compare(b.total(), a.total()))
                .limit(MAX_FUNCTIONS)
                .toList();
        out.append("digraph ").append(quoted(title)).append(" {\n");
        out.append("  node [style=filled, fillcolor=\"#f8f8f8\", shape=box];\n");
        for (FunctionTable.Row row : shown) {
            int number = numbers.size() + 1;
            numbers.put(row.name(), number);
            String label = shortened(row.name()) + "\n" + value(row.self()) + "\nof " + value(row.total());
            out.append("  N%d [label=%s, fontsize=%d];\n"
                    .formatted(number, quoted(label), 8 + (int) Math.round(16 * Math.sqrt(share(row.self())))));
        }
        drawCalls();
        return out.append("}\n").toString();
    }

    /// The calls in a tree between the functions that `numbers` has.
    static Calls calls(CallTree tree, Map<String, Integer> numbers) {
        Map<Call, Long> weights = new LinkedHashMap<>();
        Map<Call, Boolean> direct = new HashMap<>();
        // The nearest shown function above each node, and the calls that its path has seen already.
        String[] above = new String[tree.nodes().size()];
        Map<Integer, Set<Call>> seen = new HashMap<>();
        above[0] = "";
        seen.put(0, Set.of());
        for (int i = 1; i < above.length; i++) {
            CallTree.Node node = tree.nodes().get(i);
            String caller = above[node.parent()];
            Set<Call> path = seen.getOrDefault(node.parent(), Set.of());
            boolean isShown = numbers.containsKey(node.name());
            above[i] = isShown ? node.name() : caller;
            Call call = new Call(caller, node.name());
            if (isShown && !caller.isEmpty() && !path.contains(call)) {
                weights.merge(call, node.total(), Long::sum);
                direct.merge(call, tree.nodes().get(node.parent()).name().equals(caller), Boolean::logicalOr);
                path = new HashSet<>(path);
                path.add(call);
            }
            seen.put(i, path);
        }
        return new Calls(weights, direct);
    }

    private void drawCalls() {
        Calls calls = calls(tree, numbers);
        calls.weights()
                .forEach((call, weight) -> out.append("  N%d -> N%d [label=%s, penwidth=%s%s];\n"
                        .formatted(
                                numbers.get(call.caller()),
                                numbers.get(call.callee()),
                                quoted(value(weight)),
                                String.format(Locale.ROOT, "%.1f", 1 + 5 * share(weight)),
                                calls.direct().getOrDefault(call, true) ? "" : ", style=dashed")));
    }

    private double share(long value) {
        return tree.total() == 0 ? 0 : (double) value / tree.total();
    }

    private String value(long value) {
        return Amounts.of(value, unit) + String.format(Locale.ROOT, " (%.2f%%)", 100 * share(value));
    }

    static String shortened(String name) {
        return name.length() <= MAX_SHOWN_NAME ? name : name.substring(0, MAX_SHOWN_NAME) + "...";
    }

    static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\r", "")
                        .replace("\n", "\\n")
                + '"';
    }
}
