package dev.spanflame.block.profile.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.model.profile.FlameGraph;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServiceGroveTest {
    private static final int FRAMES = 20;

    private final ServiceGrove.Names names = new ServiceGrove.Names(
            ByteStrings.of(IntStream.range(0, FRAMES / 2)
                    .mapToObj(i -> "function " + i)
                    .toArray(String[]::new)),
            IntStream.range(0, FRAMES).map(frame -> frame / 2).toArray());

    /// A service whose stacks end at every second node.
    private record Service(ServiceNodes nodes, int[] leaves, StackValues values) {
        static Service of(Random random, long maxValue) {
            int[] parents = SmallTrie.parents(random);
            int[] frames = random.ints(parents.length, 0, FRAMES).toArray();
            int[] leaves = IntStream.range(0, parents.length / 2 + 1)
                    .map(i -> Math.min(i * 2, parents.length - 1))
                    .toArray();
            StackValues values = new StackValues(leaves.length);
            for (int stack = 0; stack < leaves.length; stack++) {
                values.add(stack, random.nextInt(3) == 0 ? 0 : 1 + random.nextLong(maxValue));
            }
            return new Service(ServiceNodes.of(parents, frames), leaves, values);
        }

        ServiceGrove grove(ServiceGrove.Names names) {
            return new ServiceGrove(nodes, leaves, new StackSums(values, 0, leaves.length, 0), names);
        }

        Forest planted(ServiceGrove.Names names) {
            long[] totals = new long[nodes.count()];
            for (int stack = 0; stack < leaves.length; stack++) {
                totals[leaves[stack]] = values.get(stack) + totals[leaves[stack]];
            }
            nodes.addUp(totals);
            Forest forest = new Forest();
            int[] planted = new int[totals.length];
            Deque<Integer> above = new ArrayDeque<>();
            for (int node = 0; node < totals.length; node++) {
                while (!above.isEmpty() && above.peek() + nodes.sizes()[above.peek()] <= node) {
                    above.pop();
                }
                int parent = above.isEmpty() ? Forest.ROOT : planted[above.peek()];
                above.push(node);
                if (totals[node] > 0) {
                    int name = forest.name(names.texts(), names.ids()[nodes.frames()[node]]);
                    planted[node] = forest.add(parent, name, totals[node]);
                }
            }
            return forest;
        }
    }

    @Test
    void drawsTheSameAsAForestWithAllFrames() {
        for (int seed = 0; seed < 200; seed++) {
            for (int maxNodes : new int[] {0, 1, 3, 10, 100}) {
                Service service = Service.of(new Random(seed), seed % 2 == 0 ? 20 : Long.MAX_VALUE / 3);
                Forest growing = Forest.growing(Long.MAX_VALUE);
                growing.plant(service.grove(names));
                FlameGraph expected = FlameGraphBuilder.build(service.planted(names), maxNodes);
                assertThat(FlameGraphBuilder.build(growing, maxNodes))
                        .as("seed " + seed + ", " + maxNodes + " nodes")
                        .usingRecursiveComparison()
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void makesOnlyFramesThatAreLookedAt() {
        Service service = Service.of(new Random(1), 20);
        Forest growing = Forest.growing(Long.MAX_VALUE);
        growing.plant(service.grove(names));
        int roots = growing.size();
        assertThat(roots).isPositive();
        int first = growing.grow(0);
        assertThat(first).isEqualTo(roots);
        for (int frame = first; frame < growing.size(); frame++) {
            assertThat(growing.parent(frame)).isZero();
        }
        assertThat(growing.size()).isLessThan(service.planted(names).size());
    }

    @Test
    void aFullForestLeavesOutWhatItIsNotLargeEnoughFor() {
        long sum = 0;
        Forest small = Forest.growing(0);
        for (int seed = 0; seed < 40; seed++) {
            Service service = Service.of(new Random(seed), 20);
            small.plant(service.grove(names));
            for (int stack = 0; stack < service.leaves().length; stack++) {
                sum += service.values().get(stack);
            }
        }
        FlameGraph graph = FlameGraphBuilder.build(small, 0);
        assertThat(graph.total()).isEqualTo(sum);
        assertThat(graph.names()).contains("other");
    }

    @Test
    void onlyAForestThatGrowsTakesGroves() {
        Service service = Service.of(new Random(1), 20);
        assertThatThrownBy(() -> new Forest().plant(service.grove(names))).isInstanceOf(IllegalStateException.class);
    }
}
