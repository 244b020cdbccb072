package dev.spanflame.traceql.metrics;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.eval.PartitionColumns;
import dev.spanflame.traceql.eval.PipelineEvaluator;
import dev.spanflame.traceql.eval.SpanSet;
import dev.spanflame.traceql.eval.SpanSets;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.metrics.measure.FoundRows;
import dev.spanflame.traceql.metrics.measure.Measurer;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.QueryPlan;
import dev.spanflame.traceql.scan.PartitionScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// One pass through all partitions of a source for all parts of a query; made and run by one thread, which others help.
///
/// Traces are judged whole; of their spans those count that start in an interval of the axis.
final class Scan {
    private final TimeAxis axis;
    private final BooleanSupplier cancelled;
    private final long deadlineNanos;
    private final List<Part> parts;
    private long inspectedTraces;
    private long inspectedSpans;

    /// A pipeline and who measures its spans.
    record Part(QueryPlan plan, Measurer measurer) {}

    Scan(MetricsOptions options, List<Part> parts) {
        axis = options.axis();
        cancelled = options.cancelled();
        deadlineNanos = options.deadlineNanos();
        this.parts = List.copyOf(parts);
    }

    void run(SpanSource source, ScanRequest request) throws IOException {
        new StopSignal(cancelled, deadlineNanos).check();
        try {
            PartitionScan.Work<Found> work = (partition, stop) -> scan(partition, request, stop);
            new PartitionScan<>(source.partitions(request), work, cancelled, deadlineNanos).run(this::add);
        } catch (UncheckedIOException e) {
            throw new IOException("reading spans failed", e);
        }
    }

    /// How much was looked at in a partition, and what adds what was found there.
    private record Found(int traces, int spans, List<Runnable> additions) {
        static final Found NOTHING = new Found(0, 0, List.of());
    }

    private void add(Found found) {
        inspectedTraces += found.traces;
        inspectedSpans += found.spans;
        found.additions.forEach(Runnable::run);
    }

    long inspectedTraces() {
        return inspectedTraces;
    }

    long inspectedSpans() {
        return inspectedSpans;
    }

    /// Called by any thread.
    private Found scan(SpanPartition partition, ScanRequest request, StopSignal stop) {
        if (!axis.window().overlaps(partition.range()) || partition.rowCount() == 0) {
            return Found.NOTHING;
        }
        if (!request.mayMatch(partition)) {
            return new Found(partition.traceCount(), partition.rowCount(), List.of());
        }
        PartitionColumns columns = new PartitionColumns(partition);
        PipelineEvaluator pipeline = new PipelineEvaluator(columns, stop);
        List<Runnable> additions = new ArrayList<>(parts.size());
        for (Part part : parts) {
            RowSet found = rows(pipeline.run(part.plan().stages()), partition.rowCount());
            if (found.isEmpty()) {
                continue;
            }
            Intervals intervals = new Intervals(axis, partition.rowCount());
            partition.column(Field.Intrinsic.START).read(found, intervals);
            RowSet inTime = isInside(partition) ? found : intervals.rows;
            if (!inTime.isEmpty()) {
                stop.check();
                FoundRows rows = new FoundRows(columns, pipeline, inTime, intervals.numbers, stop);
                additions.add(part.measurer().prepare(rows));
            }
        }
        if (!additions.isEmpty()) {
            load(columns, request.fields());
        }
        return new Found(partition.traceCount(), partition.rowCount(), additions);
    }

    /// Whether all spans of a partition start in an interval.
    private boolean isInside(SpanPartition partition) {
        TimeRange range = partition.range();
        return axis.window().contains(range.startNanos()) && axis.window().contains(range.endNanos());
    }

    /// Reads here what the additions will read otherwise, in the one thread that runs them.
    private static void load(PartitionColumns columns, Set<Field> fields) {
        for (Field field : fields) {
            columns.column(new FieldRef.Stored(field));
        }
    }

    private static RowSet rows(SpanSets sets, int size) {
        return switch (sets) {
            case SpanSets.Flat(RowSet rows) -> rows;
            case SpanSets.Grouped(List<SpanSet> list) -> {
                RowSet rows = new RowSet(size);
                for (SpanSet set : list) {
                    for (int row : set.rows()) {
                        rows.add(row);
                    }
                }
                yield rows;
            }
        };
    }

    /// The rows that start in an interval, and which.
    private static final class Intervals implements NumberSink {
        private final TimeAxis axis;
        private final RowSet rows;
        private final int[] numbers;

        Intervals(TimeAxis axis, int size) {
            this.axis = axis;
            rows = new RowSet(size);
            numbers = new int[size];
        }

        @Override
        public void ofInt(int row, long startNanos) {
            int interval = axis.interval(startNanos);
            if (interval >= 0) {
                numbers[row] = interval;
                rows.add(row);
            }
        }

        /// Spans of a trace start soon after each other: most often in the interval of the one before.
        @Override
        public void ofInts(int row, long[] starts, int from, int count) {
            long after = Long.MAX_VALUE;
            long until = Long.MIN_VALUE;
            int interval = 0;
            for (int i = 0; i < count; i++) {
                long start = starts[from + i];
                if (start <= after || start > until) {
                    interval = axis.interval(start);
                    after = interval < 0 ? Long.MAX_VALUE : axis.startNanos() + interval * axis.stepNanos();
                    until = after + axis.stepNanos();
                }
                if (interval >= 0) {
                    numbers[row + i] = interval;
                    rows.add(row + i);
                }
            }
        }

        @Override
        public void ofDuration(int row, long nanos) {
            throw new IllegalArgumentException("the start of a span is no duration");
        }

        @Override
        public void ofFloat(int row, double value) {
            throw new IllegalArgumentException("the start of a span is no float");
        }
    }
}
