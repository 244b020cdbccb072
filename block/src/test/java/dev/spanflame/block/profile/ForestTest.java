package dev.spanflame.block.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.profile.FlameGraph;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForestTest {
    private static final int NAMES = 12;

    private final ByteStrings names = names();

    @Test
    void aFoldedForestDrawsTheSameFlameGraph() {
        for (int seed = 0; seed < 50; seed++) {
            Forest forest = random(seed);
            Forest folded = random(seed);
            folded.fold();
            FlameGraph expected = FlameGraphBuilder.build(forest, 0);
            FlameGraph actual = FlameGraphBuilder.build(folded, 0);
            assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
        }
    }

    @Test
    void afterAFoldEveryPathIsThereOnce() {
        Forest forest = random(3);
        int before = forest.size();
        forest.fold();
        Set<String> paths = new HashSet<>();
        for (int frame = 0; frame < forest.size(); frame++) {
            paths.add(forest.parent(frame) + " " + forest.nameId(frame));
        }
        assertThat(paths).hasSize(forest.size());
        assertThat(forest.size()).isLessThan(before);
    }

    @Test
    void aFoldedForestGrowsOn() {
        Forest forest = random(4);
        forest.fold();
        int size = forest.size();
        int root = forest.add(Forest.ROOT, forest.name(names, 0), 5);
        assertThat(forest.add(root, forest.name(names, 1), 5)).isEqualTo(size + 1);
        forest.fold();
        assertThat(forest.size()).isLessThanOrEqualTo(size + 2);
    }

    @Test
    void anEmptyForestFolds() {
        Forest forest = new Forest();
        forest.fold();
        assertThat(forest.size()).isZero();
    }

    @Test
    void aForestFoldsBeforeItIsFull() {
        Forest forest = new Forest(1000L * Forest.FRAME_BYTES);
        int name = forest.name(names, 0);
        for (int partition = 0; partition < 50; partition++) {
            forest.begin(400);
            int parent = Forest.ROOT;
            for (int i = 0; i < 400; i++) {
                parent = forest.add(parent, name, 1);
            }
        }
        forest.fold();
        assertThat(forest.size()).isEqualTo(400);
        assertThat(forest.total(0)).isEqualTo(50);
    }

    @Test
    void aFullForestRefusesMore() {
        Forest forest = new Forest(1000L * Forest.FRAME_BYTES);
        int name = forest.name(names, 0);
        int parent = Forest.ROOT;
        for (int i = 0; i < 1000; i++) {
            parent = forest.add(parent, name, 1);
        }
        int last = parent;
        assertThatThrownBy(() -> forest.add(last, name, 1)).satisfies(ForestTest::isTooLarge);
        assertThatThrownBy(() -> forest.begin(1)).satisfies(ForestTest::isTooLarge);
    }

    private static void isTooLarge(Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(BackendException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.UNPROCESSABLE);
            assertThat(e.getMessage())
                    .contains("more than 1000 distinct frames")
                    .contains("a shorter time");
        });
    }

    private Forest random(int seed) {
        Random random = new Random(seed);
        Forest forest = new Forest();
        for (int i = 0; i < 2000; i++) {
            int parent = forest.size() == 0 || random.nextInt(10) == 0 ? Forest.ROOT : random.nextInt(forest.size());
            forest.add(parent, forest.name(names, random.nextInt(NAMES)), 0);
        }
        return withTotals(forest, random);
    }

    /// The same frames with totals that add up: each frame has some value of its own.
    private Forest withTotals(Forest shape, Random random) {
        long[] totals = new long[shape.size()];
        for (int frame = shape.size() - 1; frame >= 0; frame--) {
            totals[frame] += 1 + random.nextInt(100);
            if (shape.parent(frame) != Forest.ROOT) {
                totals[shape.parent(frame)] += totals[frame];
            }
        }
        Forest forest = new Forest();
        for (int frame = 0; frame < shape.size(); frame++) {
            int name = forest.name(shape.names(), shape.nameId(frame));
            forest.add(shape.parent(frame), name, totals[frame]);
        }
        return forest;
    }

    private static ByteStrings names() {
        ByteInterner interner = new ByteInterner();
        for (int i = 0; i < NAMES; i++) {
            byte[] name = ("function " + i).getBytes(StandardCharsets.UTF_8);
            interner.intern(name, 0, name.length);
        }
        return interner.strings();
    }
}
