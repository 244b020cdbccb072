package dev.spanflame.block.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.FlameGraph;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Flame graphs worked out by hand from the rules that [FlameGraphBuilder] states.
final class FlameGraphBuilderTest {
    private static final Collapsed EXAMPLE = Collapsed.of("shop", 1_000)
            .add("main;run;parse", 5)
            .add("main;run", 2)
            .add("main;idle", 4)
            .add("gc", 1);

    @Test
    void drawsEveryNodeWhereAllFit() {
        FlameGraph graph = draw(0, EXAMPLE);
        assertThat(graph.names()).containsExactly("total", "main", "run", "parse", "idle", "gc");
        assertLevels(
                graph,
                new long[] {0, 12, 0, 0},
                new long[] {0, 1, 1, 5, /**/ 0, 11, 0, 1},
                new long[] {1, 4, 4, 4, /**/ 0, 7, 2, 2},
                new long[] {7, 5, 5, 3});
        assertThat(graph.total()).isEqualTo(12);
        assertThat(graph.maxSelf()).isEqualTo(5);
        assertThat(draw(5, EXAMPLE)).usingRecursiveComparison().isEqualTo(graph);
    }

    @Test
    void putsSmallNodesTogetherAsOther() {
        FlameGraph graph = draw(3, EXAMPLE);
        assertThat(graph.names()).containsExactly("total", "other", "main", "run", "parse");
        assertLevels(
                graph,
                new long[] {0, 12, 0, 0},
                new long[] {0, 11, 0, 2, /**/ 0, 1, 1, 1},
                new long[] {0, 7, 2, 3, /**/ 0, 4, 4, 1},
                new long[] {2, 5, 5, 4});
        assertThat(graph.maxSelf()).isEqualTo(5);
    }

    @Test
    void countsAFunctionCalledOtherAsOther() {
        FlameGraph graph = draw(0, Collapsed.of("shop", 1).add("a;other;b", 3).add("a;c", 2));
        assertThat(graph.names()).containsExactly("total", "a", "other", "c");
        assertLevels(graph, new long[] {0, 5, 0, 0}, new long[] {0, 5, 0, 1}, new long[] {0, 2, 2, 3, /**/ 0, 3, 3, 2});
    }

    @Test
    void mergesLinesOfOneFunctionAndPartitionsByName() {
        FlameGraph graph = draw(
                0,
                Collapsed.of("shop", 1).add("main@1;run@2", 3).add("main@1;run@7", 4),
                Collapsed.of("cart", 2).add("main@9;stop", 5).add("main@9;run@1", 6));
        assertThat(graph.names()).containsExactly("total", "main", "stop", "run");
        assertLevels(
                graph, new long[] {0, 18, 0, 0}, new long[] {0, 18, 0, 1}, new long[] {0, 13, 13, 3, /**/ 0, 5, 5, 2});
    }

    @Test
    void sortsChildrenByTheBytesOfTheirNames() {
        FlameGraph graph = draw(
                0, Collapsed.of("shop", 1).add("é", 1).add("z", 2).add("Z", 3).add("\uD83D\uDD25", 4));
        assertThat(graph.names()).containsExactly("total", "\uD83D\uDD25", "é", "z", "Z");
        assertLevels(graph, new long[] {0, 10, 0, 0}, new long[] {
            0, 3, 3, 4, /**/ 0, 2, 2, 3, /**/ 0, 1, 1, 2, /**/ 0, 4, 4, 1
        });
    }

    @Test
    void drawsNothingButTheRootWhereThereIsNothing() {
        FlameGraph graph = FlameGraphBuilder.build(new Forest(), 8192);
        assertThat(graph.names()).containsExactly("total");
        assertLevels(graph, new long[] {0, 0, 0, 0});
    }

    private static void assertLevels(FlameGraph graph, long[]... levels) {
        assertThat(graph.levels()).hasSize(levels.length);
        for (int i = 0; i < levels.length; i++) {
            assertThat(graph.levels().get(i)).as("level %d", i).containsExactly(levels[i]);
        }
    }

    private static FlameGraph draw(int maxNodes, Collapsed... segments) {
        List<ProfilePartition> partitions = new ArrayList<>();
        for (Collapsed collapsed : segments) {
            ProfileSegment segment = new ProfileSegment();
            segment.append(collapsed.batch());
            partitions.add(segment.snapshot());
        }
        ProfileSelection all = ProfileSelection.of(List.of(), TimeRange.ALL);
        return FlameGraphBuilder.build(StackMerge.merge(partitions, all), maxNodes);
    }
}
