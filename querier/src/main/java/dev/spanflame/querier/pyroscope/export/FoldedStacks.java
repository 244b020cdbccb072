package dev.spanflame.querier.pyroscope.export;

/// Stacks as lines of text, `outer;inner value`, which most tools for flame graphs read. A `;` or a
/// line break inside a name becomes `:` or a blank.
public final class FoldedStacks {
    private FoldedStacks() {}

    /// A line for each stack with a value of its own.
    public static String of(CallTree tree) {
        StringBuilder out = new StringBuilder();
        for (int node = 1; node < tree.nodes().size(); node++) {
            long self = tree.nodes().get(node).self();
            if (self > 0) {
                int start = out.length();
                for (String name : tree.path(node)) {
                    out.append(out.length() == start ? "" : ";").append(clean(name));
                }
                out.append(' ').append(self).append('\n');
            }
        }
        return out.toString();
    }

    private static String clean(String name) {
        return name.replace(';', ':').replace('\n', ' ').replace('\r', ' ');
    }
}
