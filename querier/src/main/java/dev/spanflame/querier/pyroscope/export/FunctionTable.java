package dev.spanflame.querier.pyroscope.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Values of functions wherever they are in a tree.
public final class FunctionTable {
    private final Map<String, long[]> rows = new HashMap<>();
    private final Map<String, Integer> onPath = new HashMap<>();
    private final List<String> path = new ArrayList<>();

    private FunctionTable() {}

    /// A function: its own value, and that of all stacks it is in, each counted once however often it
    /// recurs.
    public record Row(String name, long self, long total) {}

    /// The functions of a tree, the largest own value first, then the largest total, then by name.
    public static List<Row> of(CallTree tree) {
        FunctionTable table = new FunctionTable();
        for (CallTree.Node node : tree.nodes()) {
            if (node.depth() > 0) {
                table.add(node);
            }
        }
        List<Row> result = new ArrayList<>();
        table.rows.forEach((name, values) -> result.add(new Row(name, values[0], values[1])));
        result.sort(Comparator.comparingLong(Row::self)
                .thenComparingLong(Row::total)
                .reversed()
                .thenComparing(Row::name));
        return result;
    }

    private void add(CallTree.Node node) {
        while (path.size() >= node.depth()) {
            onPath.merge(path.removeLast(), -1, Integer::sum);
        }
        path.add(node.name());
        boolean outermost = onPath.merge(node.name(), 1, Integer::sum) == 1;
        long[] values = rows.computeIfAbsent(node.name(), _ -> new long[2]);
        values[0] += node.self();
        values[1] += outermost ? node.total() : 0;
    }
}
