package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.trace.TraceIndex;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Walks over the traces of one input; holds one group. Not thread-safe.
final class Cursor {
    private final MergeInput input;
    private final int[] resources;
    private final int[] scopes;
    private int nextGroup;
    private @Nullable SourceGroup group;
    private long[] weights = new long[0];
    private int trace;
    private @Nullable GroupPlan plan;
    private int source;

    /// `resources` and `scopes` translate the numbers of the input into those of the block.
    Cursor(MergeInput input, int[] resources, int[] scopes) {
        this.input = input;
        this.resources = resources;
        this.scopes = scopes;
        this.trace = -1;
    }

    /// Moves to the next trace; false behind the last one.
    boolean advance() throws IOException {
        SourceGroup current = group;
        if (current != null && ++trace < current.traces().count()) {
            return true;
        }
        group = null;
        plan = null;
        while (nextGroup < input.groupCount()) {
            SourceGroup next = input.group(nextGroup++);
            if (next.traces().count() > 0) {
                group = next;
                weights = Weights.of(next);
                trace = 0;
                return true;
            }
        }
        return false;
    }

    /// The group at hand.
    SourceGroup group() {
        SourceGroup current = group;
        if (current == null) {
            throw new IllegalStateException("behind the last trace");
        }
        return current;
    }

    /// Upper half of the id of the trace at hand.
    long high() {
        return traces().highs()[trace];
    }

    /// Lower half of the id.
    long low() {
        return traces().lows()[trace];
    }

    /// First row of the trace in the group.
    int from() {
        return traces().firstRow(trace);
    }

    /// Row behind its last one.
    int to() {
        return traces().firstRow(trace + 1);
    }

    /// Bytes its spans take in columns, roughly.
    long weight() {
        return weights[trace + 1] - weights[trace];
    }

    /// Number of the group at hand among the sources of `newPlan`.
    int sourceIn(GroupPlan newPlan) {
        if (plan != newPlan) {
            plan = newPlan;
            source = newPlan.addSource(new GroupPlan.Source(group(), resources, scopes));
        }
        return source;
    }

    private TraceIndex traces() {
        return group().traces();
    }
}
