package dev.spanflame.querier.pyroscope.export;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.profile.Forest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All callers and all callees of one function, wherever it is.
///
/// Both trees begin with the function itself below their root; in `callers` the children of a node
/// called it. A function that calls itself counts once, where it is outermost; its inner calls are
/// among the callees. `total` is the value of the stacks it is in, `self` its own.
public record Sandwich(CallTree callers, CallTree callees, long total, long self) {
    /// The sandwich of `function`, each half with about `maxNodes` nodes, all where that is below 1.
    /// The forests it is made of take at most `maxBytes` each.
    public static Sandwich of(CallTree tree, String function, int maxNodes, long maxBytes) {
        Forest callers = new Forest(maxBytes);
        Forest callees = new Forest(maxBytes);
        Names callerNames = new Names(callers);
        Names calleeNames = new Names(callees);
        List<CallTree.Node> nodes = tree.nodes();
        long self = 0;
        long total = 0;
        int number = 1;
        while (number < nodes.size()) {
            CallTree.Node node = nodes.get(number);
            if (!node.name().equals(function)) {
                number++;
                continue;
            }
            total += node.total();
            addCallers(nodes, number, callers, callerNames);
            int end = addCallees(nodes, number, callees, calleeNames);
            for (int inner = number; inner < end; inner++) {
                self += nodes.get(inner).name().equals(function)
                        ? nodes.get(inner).self()
                        : 0;
            }
            number = end;
        }
        return new Sandwich(CallTree.of(callers, maxNodes), CallTree.of(callees, maxNodes), total, self);
    }

    private static void addCallers(List<CallTree.Node> nodes, int from, Forest forest, Names names) {
        int parent = Forest.ROOT;
        for (int at = from; at > 0; at = nodes.get(at).parent()) {
            parent = forest.add(
                    parent, names.of(nodes.get(at).name()), nodes.get(from).total());
        }
    }

    /// Returns the node behind all that is below `from`.
    private static int addCallees(List<CallTree.Node> nodes, int from, Forest forest, Names names) {
        List<Integer> path = new ArrayList<>();
        int depth = nodes.get(from).depth();
        int number = from;
        do {
            CallTree.Node node = nodes.get(number);
            while (path.size() > node.depth() - depth) {
                path.removeLast();
            }
            int parent = path.isEmpty() ? Forest.ROOT : path.getLast();
            path.add(forest.add(parent, names.of(node.name()), node.total()));
            number++;
        } while (number < nodes.size() && nodes.get(number).depth() > depth);
        return number;
    }

    /// Numbers of names in one forest.
    private static final class Names {
        private final Forest forest;
        private final Map<String, Integer> numbers = new HashMap<>();

        Names(Forest forest) {
            this.forest = forest;
        }

        int of(String name) {
            return numbers.computeIfAbsent(name, text -> forest.name(ByteStrings.of(text), 0));
        }
    }
}
