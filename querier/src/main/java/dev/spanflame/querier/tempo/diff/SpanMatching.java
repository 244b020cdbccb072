package dev.spanflame.querier.tempo.diff;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which span of the base each span of the compared trace corresponds to: one of the same [SpanKey],
/// below a parent of the same key where there is one left, in the order of the trees.
final class SpanMatching {
    private final int[] baseOf;
    private final boolean[] isMatched;
    private final int matched;

    private SpanMatching(int[] baseOf, boolean[] isMatched) {
        this.baseOf = baseOf;
        this.isMatched = isMatched;
        this.matched = (int) Arrays.stream(baseOf).filter(base -> base >= 0).count();
    }

    /// Number of the base span, -1 for none.
    int baseOf(int compared) {
        return baseOf[compared];
    }

    /// Whether a span of the base has a counterpart.
    boolean isMatched(int base) {
        return isMatched[base];
    }

    /// Pairs.
    int matched() {
        return matched;
    }

    private record Place(SpanKey key, Optional<SpanKey> parent) {
        static Place of(TreeSpan span) {
            return new Place(span.key(), span.parentKey());
        }
    }

    static SpanMatching of(List<TreeSpan> base, List<TreeSpan> compared) {
        int[] baseOf = new int[compared.size()];
        Arrays.fill(baseOf, -1);
        boolean[] used = new boolean[base.size()];
        Map<Place, ArrayDeque<Integer>> byPlace = new HashMap<>();
        Map<SpanKey, ArrayDeque<Integer>> byKey = new HashMap<>();
        for (int i = 0; i < base.size(); i++) {
            byPlace.computeIfAbsent(Place.of(base.get(i)), _ -> new ArrayDeque<>())
                    .add(i);
        }
        for (int i = 0; i < compared.size(); i++) {
            take(byPlace.get(Place.of(compared.get(i))), i, baseOf, used);
        }
        for (int i = 0; i < base.size(); i++) {
            if (!used[i]) {
                byKey.computeIfAbsent(base.get(i).key(), _ -> new ArrayDeque<>())
                        .add(i);
            }
        }
        for (int i = 0; i < compared.size(); i++) {
            if (baseOf[i] < 0) {
                take(byKey.get(compared.get(i).key()), i, baseOf, used);
            }
        }
        return new SpanMatching(baseOf, used);
    }

    private static void take(@Nullable ArrayDeque<Integer> free, int compared, int[] baseOf, boolean[] used) {
        Integer base = free == null ? null : free.poll();
        if (base != null) {
            baseOf[compared] = base;
            used[base] = true;
        }
    }
}
