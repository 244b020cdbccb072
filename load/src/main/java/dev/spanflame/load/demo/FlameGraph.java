package dev.spanflame.load.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A flame graph as a tree.
///
/// @param root all samples
/// @param unit what the values count, such as nanoseconds
record FlameGraph(Node root, String unit) {
    /// A function as called by those above it; `self` is the part of `total` spent in none below.
    record Node(String name, long start, long total, long self, List<Node> children) {}

    /// From the JSON of `/pyroscope/render`; [IOException] says what is wrong with it.
    static FlameGraph of(Json answer, String unit) throws IOException {
        Json flame = answer.get("flamebearer");
        List<Json> names = flame.get("names").list();
        List<Node> above = List.of();
        Node root = new Node("total", 0, 0, 0, new ArrayList<>());
        for (Json level : flame.get("levels").list()) {
            List<Node> row = row(level.list(), names);
            if (above.isEmpty()) {
                if (row.size() != 1) {
                    throw new IOException("the first level of the flame graph has " + row.size() + " bars, not one");
                }
                root = row.getFirst();
            } else {
                attach(above, row);
            }
            above = row;
        }
        return new FlameGraph(root, unit);
    }

    /// A level: four numbers a bar, namely the gap since the bar before it, total, self, and name.
    private static List<Node> row(List<Json> values, List<Json> names) throws IOException {
        List<Node> row = new ArrayList<>();
        long end = 0;
        for (int i = 0; i + 3 < values.size(); i += 4) {
            long start = end + values.get(i).number();
            long total = values.get(i + 1).number();
            int name = (int) values.get(i + 3).number();
            if (name < 0 || name >= names.size()) {
                throw new IOException("a bar of the flame graph has name " + name + " of " + names.size());
            }
            row.add(new Node(
                    names.get(name).text(), start, total, values.get(i + 2).number(), new ArrayList<>()));
            end = start + total;
        }
        return row;
    }

    /// Gives each bar to the one above it that it lies under; both rows are in order.
    private static void attach(List<Node> above, List<Node> row) throws IOException {
        int parent = 0;
        for (Node node : row) {
            while (parent < above.size()
                    && above.get(parent).start() + above.get(parent).total() <= node.start()) {
                parent++;
            }
            if (parent == above.size()
                    || node.start() < above.get(parent).start()
                    || node.start() + node.total()
                            > above.get(parent).start() + above.get(parent).total()) {
                throw new IOException("the bar " + node.name() + " of the flame graph lies under no other");
            }
            above.get(parent).children().add(node);
        }
    }
}
