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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForestTest {
    private static final int NAMES = 12;

    private final ByteStrings names = names(NAMES);
    private final ByteStrings distinct = names(2000);

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
    void aNameOfSeveralListsIsOneName() {
        Forest forest = new Forest();
        ByteStrings later = names(2 * NAMES);
        ByteStrings loose = ByteStrings.of("function 3", "other", "function 3");
        int first = forest.name(names, 3);
        int second = forest.name(names, 5);
        assertThat(forest.name(names, 3)).isEqualTo(first);
        assertThat(forest.name(later, 5)).isEqualTo(second);
        assertThat(forest.name(loose, 0)).isEqualTo(first);
        assertThat(forest.name(loose, 2)).isEqualTo(first);
        int other = forest.name(loose, 1);
        int added = forest.name(later, NAMES + 1);
        assertThat(forest.names().text(other)).isEqualTo("other");
        assertThat(forest.names().text(added)).isEqualTo("function " + (NAMES + 1));
        assertThat(forest.name(loose, 1)).isEqualTo(other);
        assertThat(forest.names().size()).isEqualTo(4);
    }

    @Test
    void whatIsLeftOutAndAFunctionCalledOtherHaveOneName() {
        Forest forest = new Forest();
        ByteInterner interner = new ByteInterner();
        interner.intern("main".getBytes(StandardCharsets.UTF_8), 0, 4);
        interner.intern("other".getBytes(StandardCharsets.UTF_8), 0, 5);
        ByteStrings strings = interner.strings();
        int main = forest.add(Forest.ROOT, forest.name(strings, 0), 5);
        forest.leaveOut(main, 2);
        assertThat(forest.name(strings, 1)).isEqualTo(forest.nameId(1));
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
            assertThat(forest.begin(400, () -> counts(400))).isZero();
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
    void aForestThatIsTooSmallKeepsTheLargestFramesAndAllTotals() {
        Random random = new Random(5);
        Forest forest = new Forest(1000L * Forest.FRAME_BYTES);
        Map<String, Long> expected = new TreeMap<>();
        long sum = 0;
        for (int partition = 0; partition < 40; partition++) {
            sum += addWide(forest, expected, random);
        }
        forest.fold();
        assertThat(forest.size()).isLessThanOrEqualTo(1000);
        assertThat(childTotals(forest, Forest.ROOT).values().stream().mapToLong(v -> v))
                .isNotEmpty();
        assertThat(childTotals(forest, Forest.ROOT).values().stream()
                        .mapToLong(v -> v)
                        .sum())
                .isEqualTo(sum);
        for (int frame = 0; frame < forest.size(); frame++) {
            Map<String, Long> below = childTotals(forest, frame);
            if (!below.isEmpty()) {
                assertThat(below.values().stream().mapToLong(v -> v).sum()).isEqualTo(forest.total(frame));
            }
        }
        Map<String, Long> roots = childTotals(forest, Forest.ROOT);
        assertThat(roots.get("function 0")).isEqualTo(expected.get("function 0"));
        assertThat(roots.get("function 1")).isEqualTo(expected.get("function 1"));
    }

    /// Adds a partition of two large stacks and 2,000 small ones; returns the sum of all.
    private long addWide(Forest forest, Map<String, Long> expected, Random random) {
        int[] sizes = random.ints(2000, 1, 4).toArray();
        long large = 1_000_000;
        TotalCounts counts = new TotalCounts();
        counts.add(large);
        counts.add(large);
        for (int size : sizes) {
            counts.add(size);
            counts.add(size);
        }
        long floor = forest.begin(counts.count(), () -> counts);
        long sum = 0;
        for (int i = 0; i < 2; i++) {
            int root = forest.add(Forest.ROOT, forest.name(names, i), large);
            sum += large;
            expected.merge("function " + i, large, Long::sum);
            assertThat(root).isNotNegative();
        }
        for (int i = 0; i < sizes.length; i++) {
            int outer = addOrLeaveOut(forest, Forest.ROOT, forest.name(distinct, i), sizes[i], floor);
            addOrLeaveOut(forest, outer, forest.name(names, 3), sizes[i], floor);
            sum += sizes[i];
        }
        return sum;
    }

    private static int addOrLeaveOut(Forest forest, int parent, int name, long total, long floor) {
        return total >= floor ? forest.add(parent, name, total) : forest.leaveOut(parent, total);
    }

    private static Map<String, Long> childTotals(Forest forest, int parent) {
        Map<String, Long> totals = new TreeMap<>();
        for (int frame = 0; frame < forest.size(); frame++) {
            if (forest.parent(frame) == parent) {
                totals.merge(forest.names().text(forest.nameId(frame)), forest.total(frame), Long::sum);
            }
        }
        return totals;
    }

    private static TotalCounts counts(int frames) {
        TotalCounts counts = new TotalCounts();
        for (int i = 0; i < frames; i++) {
            counts.add(1);
        }
        return counts;
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
        assertThatThrownBy(() -> forest.add(last, name, 1)).isInstanceOfSatisfying(BackendException.class, e -> {
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

    private static ByteStrings names(int count) {
        ByteInterner interner = new ByteInterner();
        for (int i = 0; i < count; i++) {
            byte[] name = ("function " + i).getBytes(StandardCharsets.UTF_8);
            interner.intern(name, 0, name.length);
        }
        return interner.strings();
    }
}
