package dev.spanflame.querier.tempo.diff;

import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The spans of a trace, parents before children and siblings by their start.
///
/// A span whose parent is missing is a root, and so is the first span of a ring of parents. Of spans that
/// share an id (as both ends of a call do with Zipkin) the client's is the parent of the server's, and
/// children belong to the server's, or else to the first.
final class SpanTree {
    private final List<TreeSpan> spans;
    private final int sharedIds;

    private SpanTree(List<TreeSpan> spans, int sharedIds) {
        this.spans = spans;
        this.sharedIds = sharedIds;
    }

    /// All spans in preorder.
    List<TreeSpan> spans() {
        return spans;
    }

    /// Spans beyond the first of their id.
    int sharedIds() {
        return sharedIds;
    }

    /// Indexes among siblings from the root down to a span.
    int[] path(int span) {
        int length = 0;
        for (int at = span; at >= 0; at = spans.get(at).parent()) {
            length++;
        }
        int[] path = new int[length];
        for (int at = span; at >= 0; at = spans.get(at).parent()) {
            path[--length] = spans.get(at).sibling();
        }
        return path;
    }

    static SpanTree of(Trace trace) {
        List<Keyed> all = new ArrayList<>(trace.spanCount());
        for (Trace.ResourceSpans group : trace.resourceSpans()) {
            String service = SpanKey.service(group.resource().attributes());
            for (Trace.ScopeSpans scope : group.scopeSpans()) {
                for (Span span : scope.spans()) {
                    all.add(new Keyed(span, SpanKey.of(span, service)));
                }
            }
        }
        all.sort(Comparator.<Keyed>comparingLong(keyed -> keyed.span.startNanos() ^ Long.MIN_VALUE)
                .thenComparingLong(keyed -> keyed.span.spanId() ^ Long.MIN_VALUE));
        return new Builder(all).build();
    }

    private record Keyed(Span span, SpanKey key) {}

    /// Walks the spans, which are sorted.
    private static final class Builder {
        private final List<Keyed> all;
        private final int[] parents;
        private final List<List<Integer>> children = new ArrayList<>();
        private final int[] places;
        private final List<TreeSpan> out = new ArrayList<>();
        private final List<Integer> childCounts = new ArrayList<>();
        private int roots;
        private int sharedIds;

        Builder(List<Keyed> all) {
            this.all = all;
            this.parents = new int[all.size()];
            this.places = new int[all.size()];
            Arrays.fill(places, -1);
        }

        SpanTree build() {
            findParents();
            for (int i = 0; i < all.size(); i++) {
                children.add(List.of());
            }
            for (int i = 0; i < all.size(); i++) {
                if (parents[i] >= 0) {
                    if (children.get(parents[i]).isEmpty()) {
                        children.set(parents[i], new ArrayList<>());
                    }
                    children.get(parents[i]).add(i);
                }
            }
            for (int i = 0; i < all.size(); i++) {
                if (parents[i] < 0) {
                    walk(i);
                }
            }
            for (int i = 0; i < all.size(); i++) {
                if (places[i] < 0) {
                    parents[i] = -1;
                    walk(i);
                }
            }
            return new SpanTree(List.copyOf(out), sharedIds);
        }

        private void findParents() {
            Map<Long, Integer> owners = new HashMap<>();
            Map<Long, Integer> clients = new HashMap<>();
            for (int i = 0; i < all.size(); i++) {
                Span span = all.get(i).span;
                Integer known = owners.putIfAbsent(span.spanId(), i);
                if (known != null) {
                    sharedIds++;
                    if (span.kind() == Span.KIND_SERVER && all.get(known).span.kind() != Span.KIND_SERVER) {
                        owners.put(span.spanId(), i);
                    }
                }
                if (span.kind() == Span.KIND_CLIENT) {
                    clients.putIfAbsent(span.spanId(), i);
                }
            }
            for (int i = 0; i < all.size(); i++) {
                Span span = all.get(i).span;
                Integer client = span.kind() == Span.KIND_SERVER ? clients.get(span.spanId()) : null;
                Integer parent = span.parentSpanId() == 0 ? null : owners.get(span.parentSpanId());
                parents[i] = client != null ? client : parent != null ? parent : -1;
            }
        }

        /// Places a root and all below it.
        private void walk(int root) {
            ArrayDeque<Integer> open = new ArrayDeque<>();
            open.push(root);
            while (!open.isEmpty()) {
                int i = open.pop();
                if (places[i] < 0) {
                    place(i);
                    children.get(i).reversed().forEach(open::push);
                }
            }
        }

        private void place(int i) {
            places[i] = out.size();
            Keyed keyed = all.get(i);
            if (parents[i] < 0) {
                out.add(new TreeSpan(keyed.span, keyed.key, Optional.empty(), -1, roots++));
            } else {
                int parent = places[parents[i]];
                int sibling = childCounts.get(parent);
                childCounts.set(parent, sibling + 1);
                Optional<SpanKey> key = Optional.of(out.get(parent).key());
                out.add(new TreeSpan(keyed.span, keyed.key, key, parent, sibling));
            }
            childCounts.add(0);
        }
    }
}
