package dev.spanflame.generator.graph;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Edges that wait for their other half, by trace and span, oldest first. Bounded in number; what
/// waits too long expires. Edges are used again, so that waiting allocates nothing. Not
/// thread-safe.
final class EdgeStore {
    private static final int MAX_IDLE = 4096;

    private final int maxItems;
    private final long waitMillis;
    private final int dimensions;
    private final @Nullable Edge[] table;
    private final ArrayDeque<Edge> idle = new ArrayDeque<>();
    private @Nullable Edge oldest;
    private @Nullable Edge youngest;
    private int size;

    /// At most `maxItems` edges with so many `dimensions`, each waiting `waitMillis`.
    EdgeStore(int maxItems, long waitMillis, int dimensions) {
        this.maxItems = maxItems;
        this.waitMillis = waitMillis;
        this.dimensions = dimensions;
        this.table = new @Nullable Edge[Integer.highestOneBit(Math.max(64, maxItems)) << 1];
    }

    int size() {
        return size;
    }

    /// The edge of this span, null when none waits. Hot path.
    @Nullable
    Edge find(long traceHigh, long traceLow, long spanId) {
        Edge edge = table[slot(traceHigh, traceLow, spanId)];
        while (edge != null && !edge.is(traceHigh, traceLow, spanId)) {
            edge = edge.next;
        }
        return edge;
    }

    /// Adds an edge that waits from now on; null when there are too many.
    @Nullable
    Edge add(long traceHigh, long traceLow, long spanId, long nowMillis) {
        if (size >= maxItems) {
            return null;
        }
        Edge edge = blank();
        edge.traceHigh = traceHigh;
        edge.traceLow = traceLow;
        edge.spanId = spanId;
        edge.expiresMillis = nowMillis + waitMillis;
        int slot = slot(traceHigh, traceLow, spanId);
        edge.next = table[slot];
        table[slot] = edge;
        edge.older = youngest;
        if (youngest != null) {
            youngest.younger = edge;
        } else {
            oldest = edge;
        }
        youngest = edge;
        size++;
        return edge;
    }

    /// An edge that is not in the store; give it to [#giveBack] when it is done.
    Edge blank() {
        Edge kept = idle.poll();
        return kept == null ? new Edge(dimensions) : kept;
    }

    /// Takes an edge out of the store; it must not be used afterwards.
    void remove(Edge edge) {
        int slot = slot(edge.traceHigh, edge.traceLow, edge.spanId);
        Edge there = table[slot];
        if (there == edge) {
            table[slot] = edge.next;
        } else {
            while (there != null && there.next != edge) {
                there = there.next;
            }
            if (there != null) {
                there.next = edge.next;
            }
        }
        unlink(edge);
        size--;
        giveBack(edge);
    }

    private void unlink(Edge edge) {
        if (edge.older != null) {
            edge.older.younger = edge.younger;
        } else {
            oldest = edge.younger;
        }
        if (edge.younger != null) {
            edge.younger.older = edge.older;
        } else {
            youngest = edge.older;
        }
    }

    /// Keeps an edge for later use.
    void giveBack(Edge edge) {
        if (idle.size() < MAX_IDLE) {
            edge.clear();
            idle.push(edge);
        }
    }

    /// Takes out all edges whose time is over, oldest first, each after `expired` has seen it.
    void expire(long nowMillis, Consumer<Edge> expired) {
        Edge edge = oldest;
        while (edge != null && edge.expiresMillis <= nowMillis) {
            expired.accept(edge);
            remove(edge);
            edge = oldest;
        }
    }

    /// Ids of good senders are random; those of others are mixed, so that a run of numbers spreads too.
    private int slot(long traceHigh, long traceLow, long spanId) {
        long hash = (traceHigh * 31 + traceLow) * 0x9e3779b97f4a7c15L ^ spanId * 0xc2b2ae3d27d4eb4fL;
        return (int) (hash >>> 32 ^ hash) & (table.length - 1);
    }
}
