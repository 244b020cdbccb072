package dev.spanflame.querier.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SortedIdsTest {
    @Test
    void commonIdsAreThoseOfBoth() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            TreeSet<TraceId> a = ids(random, random.nextInt(200));
            TreeSet<TraceId> b = ids(random, random.nextInt(20));
            List<TraceId> expected = a.stream().filter(b::contains).toList();

            assertThat(SortedIds.common(index(a), index(b))).isEqualTo(expected);
            assertThat(SortedIds.common(index(b), index(a))).isEqualTo(expected);
        }
    }

    @Test
    void theFirstIdNotBelowAnotherIsFoundFromEveryPlaceBeforeIt() {
        Random random = new Random(9);
        TreeSet<TraceId> ids = ids(random, 100);
        TraceIndex index = index(ids);
        for (TraceId wanted : ids(random, 100)) {
            int expected = ids.headSet(wanted).size();
            for (int from = 0; from <= expected; from++) {
                assertThat(SortedIds.firstNotBelow(index, from, wanted.high(), wanted.low()))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void idsOfManyIndexesAreCommonWhereTwoHaveThem() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<TreeSet<TraceId>> sets = new ArrayList<>();
            TreeSet<TraceId> once = new TreeSet<>();
            TreeSet<TraceId> expected = new TreeSet<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                TreeSet<TraceId> set = ids(random, random.nextInt(60));
                set.stream().filter(id -> !once.add(id)).forEach(expected::add);
                sets.add(set);
            }
            List<TraceIndex> indexes = sets.stream().map(SortedIdsTest::index).toList();

            assertThat(common(indexes, random, () -> {})).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void idsThatFillSeveralSlicesAreFoundAndAStopIsAskedForInEach() {
        TreeSet<TraceId> even = new TreeSet<>();
        TreeSet<TraceId> third = new TreeSet<>();
        for (int i = 0; i < 300_000; i++) {
            // most of them close together, as ids are that begin with a time
            even.add(new TraceId(i < 1000 ? i * 1_000_000L : 5, 2L * i));
            third.add(new TraceId(5, 3L * i));
        }
        AtomicInteger asked = new AtomicInteger();

        List<TraceId> common = common(List.of(index(even), index(third)), new Random(1), asked::incrementAndGet);

        even.retainAll(third);
        assertThat(common).containsExactlyInAnyOrderElementsOf(even).hasSizeGreaterThan(90_000);
        assertThat(asked.get()).isGreaterThan(9);
    }

    /// The sets come in parts of any length, empty ones among them.
    private static List<TraceId> common(List<TraceIndex> indexes, Random random, Runnable checkStop) {
        long ids = indexes.stream().mapToLong(TraceIndex::count).sum();
        List<Iterator<TraceIndex>> parts = new ArrayList<>();
        for (TraceIndex index : indexes) {
            List<TraceIndex> cut = new ArrayList<>();
            int to;
            for (int from = 0; from < index.count(); from = to) {
                to = Math.min(index.count(), from + random.nextInt(2 + index.count() / 3));
                cut.add(new TraceIndex(
                        Arrays.copyOfRange(index.highs(), from, to),
                        Arrays.copyOfRange(index.lows(), from, to),
                        new int[to - from + 1],
                        to - from));
            }
            parts.add(cut.iterator());
        }
        return CommonIds.of(parts, ids, checkStop);
    }

    /// Few different ids, halves of either sign among them.
    private static TreeSet<TraceId> ids(Random random, int count) {
        TreeSet<TraceId> ids = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            ids.add(new TraceId(random.nextInt(5) - 2, random.nextInt(60) - 30));
        }
        return ids;
    }

    private static TraceIndex index(TreeSet<TraceId> ids) {
        long[] highs = ids.stream().mapToLong(TraceId::high).toArray();
        long[] lows = ids.stream().mapToLong(TraceId::low).toArray();
        return new TraceIndex(highs, lows, new int[highs.length + 1], highs.length);
    }
}
