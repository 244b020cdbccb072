package dev.spanflame.querier.pyroscope.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The binary form of a tree that Pyroscope's components speak: for each node the length of its name,
/// the name, its own value and its number of children, numbers as unsigned varints. A node's last child
/// comes first, with all below it. The first node is the root, without a name.
public final class TreeBytes {
    private TreeBytes() {}

    /// The bytes of a tree; none where it has no value.
    public static byte[] of(CallTree tree) {
        if (tree.total() == 0) {
            return new byte[0];
        }
        List<List<Integer>> children = new ArrayList<>();
        for (int node = 0; node < tree.nodes().size(); node++) {
            children.add(new ArrayList<>());
            int parent = tree.nodes().get(node).parent();
            if (parent >= 0) {
                children.get(parent).add(node);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArrayDeque<Integer> waiting = new ArrayDeque<>(List.of(0));
        while (!waiting.isEmpty()) {
            int number = waiting.pop();
            CallTree.Node node = tree.nodes().get(number);
            byte[] name = number == 0 ? new byte[0] : node.name().getBytes(StandardCharsets.UTF_8);
            writeVarint(name.length, out);
            out.writeBytes(name);
            writeVarint(node.self(), out);
            writeVarint(children.get(number).size(), out);
            children.get(number).forEach(waiting::push);
        }
        return out.toByteArray();
    }

    private static void writeVarint(long value, ByteArrayOutputStream out) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) (left & 0x7F) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }
}
