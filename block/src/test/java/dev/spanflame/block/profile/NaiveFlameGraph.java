package dev.spanflame.block.profile;

import dev.spanflame.model.profile.FlameGraph;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// The rules of flame graphs in the simplest code there is: a tree of objects, everything visited.
public final class NaiveFlameGraph {
    /// A node of the tree.
    private static final class Node {
        final String name;
        final TreeMap<byte[], Node> children = new TreeMap<>(Arrays::compareUnsigned);
        long total;
        long self;

        Node(String name) {
            this.name = name;
        }
    }

    /// A bar yet to be drawn.
    private record Waiting(Node node, int depth, long offset) {}

    private final Node root = new Node("total");
    private int size;

    /// Adds a stack, the root first.
    public void add(List<String> stack, long value) {
        Node node = root;
        node.total += value;
        for (String name : stack) {
            Node next = node.children.get(name.getBytes(StandardCharsets.UTF_8));
            if (next == null) {
                next = new Node(name);
                node.children.put(name.getBytes(StandardCharsets.UTF_8), next);
                size++;
            }
            node = next;
            node.total += value;
        }
        node.self += value;
    }

    /// The flame graph of what was added.
    public FlameGraph draw(int maxNodes) {
        long threshold = threshold(maxNodes);
        List<String> names = new ArrayList<>(List.of("total"));
        List<List<long[]>> levels = new ArrayList<>();
        long maxSelf = 0;
        Deque<Waiting> stack = new ArrayDeque<>(List.of(new Waiting(root, 0, 0)));
        while (!stack.isEmpty()) {
            Waiting next = stack.pop();
            Node node = next.node();
            maxSelf = Math.max(maxSelf, node.self);
            if (!names.contains(node.name)) {
                names.add(node.name);
            }
            while (levels.size() <= next.depth()) {
                levels.add(new ArrayList<>());
            }
            levels.get(next.depth()).add(new long[] {next.offset(), node.total, node.self, names.indexOf(node.name)});
            long at = next.offset() + node.self;
            Node other = new Node("other");
            for (Node child : node.children.values()) {
                if (child.total >= threshold && !child.name.equals("other")) {
                    stack.push(new Waiting(child, next.depth() + 1, at));
                    at += child.total;
                } else {
                    other.total += child.total;
                    other.self += child.total;
                }
            }
            if (other.total != 0) {
                stack.push(new Waiting(other, next.depth() + 1, at));
            }
        }
        List<long[]> encoded = new ArrayList<>();
        for (List<long[]> level : levels) {
            encoded.add(encode(level));
        }
        return new FlameGraph(names, encoded, root.total, maxSelf);
    }

    private static long[] encode(List<long[]> level) {
        Collections.reverse(level);
        long previous = 0;
        List<Long> values = new ArrayList<>();
        for (long[] bar : level) {
            long gap = bar[0] - previous;
            previous += gap + bar[1];
            values.addAll(List.of(gap, bar[1], bar[2], bar[3]));
        }
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private long threshold(int maxNodes) {
        if (maxNodes < 1 || maxNodes >= size) {
            return 0;
        }
        PriorityQueue<Long> largest = new PriorityQueue<>();
        Deque<Node> stack = new ArrayDeque<>();
        root.children.values().forEach(stack::push);
        while (!stack.isEmpty()) {
            Node node = stack.pop();
            if (largest.size() >= maxNodes) {
                if (node.total <= largest.peek()) {
                    continue;
                }
                largest.poll();
            }
            largest.add(node.total);
            node.children.values().forEach(stack::push);
        }
        return largest.peek();
    }
}
