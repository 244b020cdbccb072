package dev.spanflame.querier.traces;

import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TracePlace;
import dev.spanflame.block.trace.TraceTimes;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something that holds spans of whole traces as far as it knows them: a run of a live segment, or a block.
///
/// Within one holder a trace lies in exactly one group. Safe to share between threads.
sealed interface SpanHolder {
    /// Every instant of its spans lies in this range.
    TimeRange range();

    /// Number of groups.
    int groupCount();

    /// Number of the first trace of a group; for `groupCount()` the number of all traces.
    int firstTrace(int group);

    /// First row of a group, counted over all of them.
    int firstRow(int group);

    /// Every instant of the spans of a group lies in this range.
    TimeRange range(int group);

    /// A reader of one group, rows counted from 0 within it.
    SpanRows group(int group);

    /// Where the trace with this id lies, null where it has none.
    @Nullable
    TracePlace find(TraceId id);

    /// Where those of the traces `ids` lie that it has, in that order, which ascends.
    List<TracePlace> findAll(Collection<TraceId> ids);

    /// The first `count` spans of a trace.
    List<SpanRecord> records(TracePlace place, int count);

    /// Id of the block, null for live data.
    @Nullable
    String blockId();

    /// The group in which trace `trace` lies.
    default int groupOf(int trace) {
        int from = 0;
        int to = groupCount() - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (firstTrace(middle) <= trace) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return from;
    }

    /// A run of a live segment, which is one group.
    record OfRun(SpanRun run, TimeRange range) implements SpanHolder {
        /// A run with the range that its spans cover.
        static OfRun of(SpanRun run) {
            TraceTimes times = run.times();
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (int trace = 0; trace < run.traces().count(); trace++) {
                first = Math.min(first, times.starts()[trace]);
                last = Math.max(last, times.ends()[trace]);
            }
            return new OfRun(run, first > last ? new TimeRange(0, 0) : new TimeRange(first, last));
        }

        @Override
        public int groupCount() {
            return 1;
        }

        @Override
        public int firstTrace(int group) {
            return group == 0 ? 0 : run.traces().count();
        }

        @Override
        public int firstRow(int group) {
            return group == 0 ? 0 : run.spans().rows();
        }

        @Override
        public TimeRange range(int group) {
            return range;
        }

        @Override
        public SpanRows group(int group) {
            return run;
        }

        @Override
        public @Nullable TracePlace find(TraceId id) {
            return run.traces().place(id);
        }

        @Override
        public List<TracePlace> findAll(Collection<TraceId> ids) {
            return ids.stream().map(this::find).filter(Objects::nonNull).toList();
        }

        @Override
        public List<SpanRecord> records(TracePlace place, int count) {
            return new SpanReader(run).records(place.firstRow(), place.firstRow() + count);
        }

        @Override
        public @Nullable String blockId() {
            return null;
        }
    }

    /// An opened block.
    record OfBlock(TraceBlock block) implements SpanHolder {
        @Override
        public TimeRange range() {
            return block.meta().range();
        }

        @Override
        public int groupCount() {
            return block.groupCount();
        }

        @Override
        public int firstTrace(int group) {
            return block.firstTrace(group);
        }

        @Override
        public int firstRow(int group) {
            return block.firstRow(group);
        }

        @Override
        public TimeRange range(int group) {
            return block.range(group);
        }

        @Override
        public SpanRows group(int group) {
            return block.group(group);
        }

        @Override
        public @Nullable TracePlace find(TraceId id) {
            return block.find(id);
        }

        @Override
        public List<TracePlace> findAll(Collection<TraceId> ids) {
            return block.findAll(ids);
        }

        @Override
        public List<SpanRecord> records(TracePlace place, int count) {
            return new SpanReader(block.trace(place)).records(0, count);
        }

        @Override
        public String blockId() {
            return block.meta().id();
        }
    }
}
