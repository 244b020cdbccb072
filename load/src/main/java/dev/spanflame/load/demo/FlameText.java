package dev.spanflame.load.demo;

import dev.spanflame.load.demo.FlameGraph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Draws a flame graph as a tree with percentages, and the functions that took most by themselves. Small bars are left
/// out; of a chain of calls without branches only the shop's own functions and the end are drawn.
final class FlameText {
    private static final double SMALLEST_SHARE = 0.03;
    private static final double CHAIN_SHARE = 0.9;
    private static final int TOP = 8;
    private static final String OWN_CODE = "dev/spanflame/load/shop/";

    private final Glyphs glyphs;

    FlameText(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    String render(FlameGraph graph) {
        long whole = Math.max(1, graph.root().total());
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "Flame graph of the shop: %s of CPU time%n%n", amount(whole, graph.unit())));
        line(text, whole, whole, "", "total");
        descend(graph.root(), "", whole, text);
        text.append(String.format(Locale.ROOT, "%n  most CPU time by itself:%n"));
        Map<String, Long> self = new HashMap<>();
        addSelf(graph.root(), self);
        self.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(TOP)
                .filter(entry -> entry.getValue() > 0)
                .forEach(entry -> line(text, entry.getValue(), whole, "", shortName(entry.getKey())));
        return text.toString();
    }

    private void descend(Node node, String indent, long whole, StringBuilder text) {
        List<Node> large = new ArrayList<>();
        for (Node child : node.children()) {
            if (child.total() >= whole * SMALLEST_SHARE) {
                large.add(child);
            }
        }
        large.sort(Comparator.comparingLong(Node::total).reversed().thenComparing(Node::name));
        for (int i = 0; i < large.size(); i++) {
            boolean last = i == large.size() - 1;
            int skipped = 0;
            Node drawn = large.get(i);
            for (Node next = onlyChild(drawn); next != drawn && !isOwn(drawn); next = onlyChild(drawn)) {
                drawn = next;
                skipped++;
            }
            String calls = skipped == 0 ? "" : " (below " + skipped + (skipped == 1 ? " call)" : " calls)");
            line(
                    text,
                    drawn.total(),
                    whole,
                    indent + (last ? glyphs.last() : glyphs.branch()),
                    shortName(drawn.name()) + calls);
            descend(drawn, indent + (last ? "   " : glyphs.bar()), whole, text);
        }
    }

    /// The child that nearly all of a node's time is in, or the node itself when there is none.
    private static Node onlyChild(Node node) {
        for (Node child : node.children()) {
            if (child.total() >= node.total() * CHAIN_SHARE) {
                return child;
            }
        }
        return node;
    }

    private static boolean isOwn(Node node) {
        return node.name().startsWith(OWN_CODE);
    }

    private static void line(StringBuilder text, long value, long whole, String tree, String name) {
        text.append(String.format(Locale.ROOT, "  %5.1f %%  %s%s%n", 100.0 * value / whole, tree, name));
    }

    private static void addSelf(Node node, Map<String, Long> self) {
        self.merge(node.name(), node.self(), Long::sum);
        for (Node child : node.children()) {
            addSelf(child, self);
        }
    }

    /// `dev/spanflame/load/shop/Cart.add` is `Cart.add`.
    private static String shortName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String amount(long value, String unit) {
        return unit.equals("nanoseconds") ? String.format(Locale.ROOT, "%.2f s", value / 1e9) : value + " " + unit;
    }
}
