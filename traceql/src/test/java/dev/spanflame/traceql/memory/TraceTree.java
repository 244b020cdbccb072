package dev.spanflame.traceql.memory;

import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// The spans of one trace in depth-first order, with the numbers that say who is above whom.
///
/// A span sent twice counts once. A parent is looked up by id; where two spans share the id, a server's parent is the
/// client of the two and everyone else's the server. Spans that are their own ancestors have no parent.
final class TraceTree {
    private static final Comparator<MemorySpan> EARLIEST = Comparator.<MemorySpan>comparingLong(
                    span -> span.span().startNanos())
            .thenComparing(span -> span.span().spanId(), Long::compareUnsigned)
            .thenComparing(span -> span.span().kind())
            .thenComparing(span -> span.span().name());

    private final List<MemorySpan> spans = new ArrayList<>();
    private final int[] parents;
    private final int[] ends;
    private final int[] lefts;
    private final int[] rights;
    private long startNanos = Long.MAX_VALUE;
    private long endNanos = Long.MIN_VALUE;

    private TraceTree(int size) {
        parents = new int[size];
        ends = new int[size];
        lefts = new int[size];
        rights = new int[size];
    }

    static TraceTree of(List<MemorySpan> unordered) {
        List<MemorySpan> sent = new ArrayList<>(new LinkedHashSet<>(unordered));
        sent.sort(EARLIEST);
        TraceTree tree = new TraceTree(sent.size());
        tree.arrange(sent, withoutRings(parentsOf(sent)));
        return tree;
    }

    TraceId traceId() {
        return spans.getFirst().span().traceId();
    }

    List<MemorySpan> spans() {
        return spans;
    }

    /// Index of the parent, -1 if there is none here.
    int parent(int index) {
        return parents[index];
    }

    /// Index behind the last descendant.
    int end(int index) {
        return ends[index];
    }

    /// Position of entry in the walk from the roots, 0 if the walk does not come here.
    int left(int index) {
        return lefts[index];
    }

    /// Position of exit.
    int right(int index) {
        return rights[index];
    }

    boolean isRoot(int index) {
        return spans.get(index).span().parentSpanId() == 0;
    }

    int childCount(int index) {
        int count = 0;
        for (int parent : parents) {
            count += parent == index ? 1 : 0;
        }
        return count;
    }

    /// Of several roots the one that starts first; -1 without any.
    int root() {
        int first = -1;
        for (int i = 0; i < spans.size(); i++) {
            if (isRoot(i) && (first < 0 || EARLIEST.compare(spans.get(i), spans.get(first)) < 0)) {
                first = i;
            }
        }
        return first;
    }

    long startNanos() {
        return startNanos;
    }

    long endNanos() {
        return endNanos;
    }

    private static int[] parentsOf(List<MemorySpan> sent) {
        Map<Long, List<Integer>> byId = new HashMap<>();
        for (int i = 0; i < sent.size(); i++) {
            byId.computeIfAbsent(sent.get(i).span().spanId(), _ -> new ArrayList<>())
                    .add(i);
        }
        int[] parents = new int[sent.size()];
        for (int i = 0; i < sent.size(); i++) {
            Span span = sent.get(i).span();
            List<Integer> candidates = new ArrayList<>(byId.getOrDefault(span.parentSpanId(), List.of()));
            candidates.remove(Integer.valueOf(i));
            int wanted = span.kind() == Span.KIND_SERVER ? Span.KIND_CLIENT : Span.KIND_SERVER;
            parents[i] = span.parentSpanId() == 0 || candidates.isEmpty()
                    ? -1
                    : candidates.stream()
                            .filter(candidate -> sent.get(candidate).span().kind() == wanted)
                            .findFirst()
                            .orElse(candidates.getFirst());
        }
        return parents;
    }

    private static int[] withoutRings(int[] parents) {
        int[] result = parents.clone();
        for (int i = 0; i < parents.length; i++) {
            int above = parents[i];
            for (int steps = 0; above >= 0 && above != i && steps < parents.length; steps++) {
                above = parents[above];
            }
            if (above == i) {
                result[i] = -1;
            }
        }
        return result;
    }

    private void arrange(List<MemorySpan> sent, int[] sentParents) {
        int[] position = new int[sent.size()];
        Arrays.fill(position, -1);
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = sent.size() - 1; i >= 0; i--) {
            if (sentParents[i] < 0) {
                open.push(i);
            }
        }
        int number = 1;
        while (!open.isEmpty()) {
            int next = open.pop();
            if (position[next] >= 0) {
                int index = position[next];
                ends[index] = spans.size();
                rights[index] = lefts[index] == 0 ? 0 : number++;
                continue;
            }
            int index = spans.size();
            position[next] = index;
            spans.add(sent.get(next));
            startNanos = Math.min(startNanos, sent.get(next).span().startNanos());
            endNanos = Math.max(
                    endNanos,
                    sent.get(next).span().startNanos() + sent.get(next).durationNanos());
            parents[index] = sentParents[next] < 0 ? -1 : position[sentParents[next]];
            boolean reached = parents[index] < 0 ? isRoot(index) : lefts[parents[index]] > 0;
            lefts[index] = reached ? number++ : 0;
            open.push(next);
            for (int child = sent.size() - 1; child >= 0; child--) {
                if (sentParents[child] == next) {
                    open.push(child);
                }
            }
        }
    }
}
