package dev.spanflame.block.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.model.profile.FlameGraphDiff;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FlameGraphDiffBuilderTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "other", "e", "f", "g");

    @Test
    void drawsBothSidesOverOneTree() {
        Forest left = new Forest();
        plant(left, List.of("main", "run"), 5);
        plant(left, List.of("main", "idle"), 1);
        Forest right = new Forest();
        plant(right, List.of("main", "run"), 2);
        plant(right, List.of("gc"), 3);
        FlameGraphDiff diff = FlameGraphDiffBuilder.build(left, right, 0);
        assertThat(diff.names()).containsExactly("total", "main", "run", "idle", "gc");
        assertThat(diff.levels()).hasSize(3);
        assertThat(diff.levels().get(0)).containsExactly(0, 6, 0, 0, 5, 0, 0);
        assertThat(diff.levels().get(1)).containsExactly(0, 0, 0, 0, 3, 3, 4, /**/ 0, 6, 0, 0, 2, 0, 1);
        assertThat(diff.levels().get(2)).containsExactly(0, 1, 1, 3, 0, 0, 3, /**/ 0, 5, 5, 0, 2, 2, 2);
        assertThat(diff.leftTotal()).isEqualTo(6);
        assertThat(diff.rightTotal()).isEqualTo(5);
        assertThat(diff.total()).isEqualTo(11);
        assertThat(diff.maxSelf()).isEqualTo(5);
    }

    @Test
    void emptySidesDrawTheRootAlone() {
        FlameGraphDiff diff = FlameGraphDiffBuilder.build(new Forest(), new Forest(), 10);
        assertThat(diff.levels()).hasSize(1);
        assertThat(diff.levels().getFirst()).containsExactly(0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void agreesWithATreeOfObjectsWhateverTheStacks() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Node tree = new Node("total");
            Forest left = new Forest();
            Forest right = new Forest();
            for (int i = 0; i < 1 + random.nextInt(60); i++) {
                List<String> stack = random.ints(1 + random.nextInt(7), 0, NAMES.size())
                        .mapToObj(NAMES::get)
                        .toList();
                int side = random.nextInt(2);
                long value = 1 + random.nextInt(50);
                plant(side == 0 ? left : right, stack, value);
                tree.add(stack, side, value);
            }
            int maxNodes = random.nextInt(40);
            FlameGraphDiff diff = FlameGraphDiffBuilder.build(left, right, maxNodes);
            assertThat(decoded(diff)).as("seed %d", seed).isEqualTo(tree.draw(maxNodes));
            assertThat(diff.leftTotal()).isEqualTo(tree.total[0]);
            assertThat(diff.rightTotal()).isEqualTo(tree.total[1]);
        }
    }

    private static void plant(Forest forest, List<String> stack, long value) {
        int parent = Forest.ROOT;
        for (String name : stack) {
            parent = forest.add(parent, forest.name(ByteStrings.of(name), 0), value);
        }
    }

    /// Bars of every level with absolute offsets and the text of their names.
    private static List<List<String>> decoded(FlameGraphDiff diff) {
        List<List<String>> levels = new ArrayList<>();
        for (long[] level : diff.levels()) {
            List<String> bars = new ArrayList<>();
            long[] ends = new long[2];
            for (int i = 0; i < level.length; i += FlameGraphDiff.BAR) {
                long left = ends[0] + level[i];
                long right = ends[1] + level[i + 3];
                ends = new long[] {left + level[i + 1], right + level[i + 4]};
                bars.add(bar(
                        diff.names().get((int) level[i + 6]),
                        new long[] {left, right},
                        new long[] {level[i + 1], level[i + 4]},
                        new long[] {level[i + 2], level[i + 5]}));
            }
            levels.add(bars);
        }
        return levels;
    }

    private static String bar(String name, long[] offset, long[] total, long[] self) {
        return name + Arrays.toString(offset) + Arrays.toString(total) + Arrays.toString(self);
    }

    /// A node of the simplest tree there is.
    private static final class Node {
        final String name;
        final TreeMap<String, Node> children = new TreeMap<>();
        final long[] total = new long[2];
        final long[] self = new long[2];

        Node(String name) {
            this.name = name;
        }

        void add(List<String> stack, int side, long value) {
            Node node = this;
            node.total[side] += value;
            for (String frame : stack) {
                node = node.children.computeIfAbsent(frame, Node::new);
                node.total[side] += value;
            }
            node.self[side] += value;
        }

        long larger() {
            return Math.max(total[0], total[1]);
        }

        int size() {
            return 1 + children.values().stream().mapToInt(Node::size).sum();
        }

        List<List<String>> draw(int maxNodes) {
            List<List<String>> levels = new ArrayList<>();
            draw(0, new long[2], threshold(maxNodes), levels);
            return levels;
        }

        private void draw(int depth, long[] offset, long threshold, List<List<String>> levels) {
            while (levels.size() <= depth) {
                levels.add(new ArrayList<>());
            }
            levels.get(depth).add(bar(name, offset, total, self));
            long[] at =
                    IntStream.range(0, 2).mapToLong(i -> offset[i] + self[i]).toArray();
            Node other = new Node("other");
            for (Node child : children.values()) {
                if (child.larger() >= threshold && !child.name.equals("other")) {
                    child.draw(depth + 1, at.clone(), threshold, levels);
                    at[0] += child.total[0];
                    at[1] += child.total[1];
                } else {
                    other.total[0] += child.total[0];
                    other.total[1] += child.total[1];
                }
            }
            if (other.larger() != 0) {
                System.arraycopy(other.total, 0, other.self, 0, 2);
                other.draw(depth + 1, at, 0, levels);
            }
        }

        private long threshold(int maxNodes) {
            if (maxNodes < 1 || size() - 1 <= maxNodes) {
                return 0;
            }
            PriorityQueue<Long> largest = new PriorityQueue<>();
            Deque<Node> stack = new ArrayDeque<>();
            children.values().forEach(stack::push);
            while (!stack.isEmpty()) {
                Node node = stack.pop();
                if (largest.size() >= maxNodes) {
                    if (node.larger() <= largest.peek()) {
                        continue;
                    }
                    largest.poll();
                }
                largest.add(node.larger());
                node.children.values().forEach(stack::push);
            }
            return largest.peek();
        }
    }
}
