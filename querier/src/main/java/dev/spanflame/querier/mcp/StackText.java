package dev.spanflame.querier.mcp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A flame graph as an indented text, the largest branch first:
///
/// ```
/// total self function
/// 100.0% 0.0% main
///  60.0% 20.0%  work
/// ```
final class StackText {
    private static final int MAX_NAME = 200;

    private final Node root = new Node("");
    private int shown;
    private int hidden;

    private StackText() {}

    private static final class Node {
        private final String name;
        private final Map<String, Node> children = new LinkedHashMap<>();
        private long self;
        private long total;

        Node(String name) {
            this.name = name;
        }
    }

    private record Open(Node node, int depth) {}

    /// The tree of folded stacks (`outer;inner value`, a line each) in at most `maxChars` characters.
    static Tree of(String folded, int maxChars) {
        StackText text = new StackText();
        folded.lines().forEach(text::add);
        return new Tree(text.write(maxChars), text.root.total, text.shown, text.hidden);
    }

    /// A text, the sum of all values, and how many functions of the tree are in the text and not in it.
    record Tree(String text, long total, int shown, int hidden) {}

    private void add(String line) {
        int blank = line.lastIndexOf(' ');
        long value = Long.parseLong(line.substring(blank + 1));
        Node at = root;
        at.total += value;
        for (String name : line.substring(0, blank).split(";", -1)) {
            at = at.children.computeIfAbsent(name, Node::new);
            at.total += value;
        }
        at.self += value;
    }

    private String write(int maxChars) {
        StringBuilder out = new StringBuilder("total self function\n");
        ArrayDeque<Open> open = new ArrayDeque<>();
        open(open, root, 0);
        while (!open.isEmpty()) {
            Open next = open.pop();
            String line = line(next);
            if (out.length() + line.length() <= maxChars) {
                out.append(line);
                shown++;
            } else {
                hidden++;
            }
            open(open, next.node, next.depth + 1);
        }
        return out.toString();
    }

    private static void open(ArrayDeque<Open> open, Node node, int depth) {
        List<Node> children = new ArrayList<>(node.children.values());
        children.sort(Comparator.comparingLong(child -> child.total));
        children.forEach(child -> open.push(new Open(child, depth)));
    }

    private String line(Open next) {
        String name = shownName(next.node.name);
        return share(next.node.total) + " " + share(next.node.self) + " " + " ".repeat(Math.min(next.depth, 60)) + name
                + "\n";
    }

    /// A name without control characters, which could look like lines of the answer.
    static String shownName(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > MAX_NAME ? clean.substring(0, MAX_NAME) + "..." : clean;
    }

    private String share(long value) {
        return String.format(Locale.ROOT, "%.1f%%", root.total == 0 ? 0 : 100.0 * value / root.total);
    }
}
