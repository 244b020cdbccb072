package dev.spanflame.querier.pyroscope.export;

import java.util.ArrayList;
import java.util.List;

/// Stacks as lines of text, `outer;inner value`, which most tools for flame graphs read. A `;` or a
/// line break inside a name becomes `:` or a blank.
public final class FoldedStacks {
    private FoldedStacks() {}

    /// A stack, `outer;inner`, and its own value.
    public record Row(String stack, long value) {}

    /// A line for each stack with a value of its own.
    public static String of(CallTree tree) {
        StringBuilder out = new StringBuilder();
        rows(tree)
                .forEach(row ->
                        out.append(row.stack()).append(' ').append(row.value()).append('\n'));
        return out.toString();
    }

    /// The stacks with a value of their own.
    public static List<Row> rows(CallTree tree) {
        List<Row> rows = new ArrayList<>();
        for (int node = 1; node < tree.nodes().size(); node++) {
            long self = tree.nodes().get(node).self();
            if (self > 0) {
                StringBuilder stack = new StringBuilder();
                for (String name : tree.path(node)) {
                    stack.append(stack.isEmpty() ? "" : ";").append(clean(name));
                }
                rows.add(new Row(stack.toString(), self));
            }
        }
        return rows;
    }

    private static String clean(String name) {
        return name.replace(';', ':').replace('\n', ' ').replace('\r', ' ');
    }
}
