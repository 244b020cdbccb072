package dev.spanflame.block.profile.trie;

import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.Totals;

/// The values of the stacks `[first, end)`, those of one service, whose nodes begin with `firstNode`, added up so that
/// the sum of neighbours is at hand. Immutable.
public final class StackSums {
    private final int first;
    private final int end;
    private final int firstNode;
    /// Sum of all stacks before each; where that is too large, `huge`, the values.
    private final long[] sums;
    private final boolean huge;

    /// The sums of `values`.
    public StackSums(StackValues values, int first, int end, int firstNode) {
        this.first = first;
        this.end = end;
        this.firstNode = firstNode;
        this.sums = new long[end - first + 1];
        long sum = 0;
        for (int stack = first; stack < end; stack++) {
            sum = Totals.sum(sum, Math.max(0, values.get(stack)));
            sums[stack - first + 1] = sum;
        }
        this.huge = sum == Long.MAX_VALUE;
        for (int stack = first; huge && stack < end; stack++) {
            sums[stack - first] = Math.max(0, values.get(stack));
        }
    }

    int first() {
        return first;
    }

    int end() {
        return end;
    }

    int firstNode() {
        return firstNode;
    }

    /// Sum of the stacks `[from, to)`.
    long between(int from, int to) {
        if (!huge) {
            return sums[to - first] - sums[from - first];
        }
        long sum = 0;
        for (int stack = from; stack < to; stack++) {
            sum = Totals.sum(sum, sums[stack - first]);
        }
        return sum;
    }
}
