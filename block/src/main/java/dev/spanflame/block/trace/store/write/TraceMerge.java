package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.trace.store.GroupLimits;
import dev.spanflame.model.trace.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Merges inputs by trace id and cuts the result into row groups. Not thread-safe.
final class TraceMerge {
    private final List<Cursor> open = new ArrayList<>();
    private final List<Cursor> same = new ArrayList<>();
    private final GroupLimits limits;
    private final SplitTrace split = new SplitTrace();

    TraceMerge(List<Cursor> cursors, GroupLimits limits) throws IOException {
        this.limits = limits;
        for (Cursor cursor : cursors) {
            if (cursor.advance()) {
                open.add(cursor);
            }
        }
    }

    /// The next row group, without rows behind the last one.
    GroupPlan next() throws IOException {
        GroupPlan plan = new GroupPlan();
        while (!open.isEmpty()) {
            findFirst();
            long rows = 0;
            long bytes = 0;
            for (Cursor cursor : same) {
                rows += cursor.to() - cursor.from();
                bytes += cursor.weight();
            }
            boolean isFull = plan.rows() + rows > limits.rows() || plan.weight() + bytes > limits.bytes();
            if (plan.rows() > 0 && isFull) {
                return plan;
            }
            plan.beginTrace(same.getFirst().high(), same.getFirst().low());
            if (same.size() == 1) {
                Cursor only = same.getFirst();
                plan.addRows(only.sourceIn(plan), only.from(), only.to());
            } else {
                split.merge(same, plan);
            }
            plan.endTrace(bytes);
            for (Cursor cursor : same) {
                if (!cursor.advance()) {
                    open.remove(cursor);
                }
            }
        }
        return plan;
    }

    /// Finds the cursors at the smallest id.
    private void findFirst() {
        same.clear();
        for (Cursor cursor : open) {
            int order = same.isEmpty()
                    ? -1
                    : TraceId.compare(
                            cursor.high(),
                            cursor.low(),
                            same.getFirst().high(),
                            same.getFirst().low());
            if (order < 0) {
                same.clear();
            }
            if (order <= 0) {
                same.add(cursor);
            }
        }
    }
}
