package dev.spanflame.traceql.metrics;

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
import dev.spanflame.traceql.plan.QueryPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// One pass through all partitions of a source for all parts of a query. Used by one thread.
///
/// Traces are judged whole; of their spans those count that start in an interval of the axis.
final class Scan {
    private final TimeAxis axis;
    private final StopSignal stop;
    private final List<Part> parts;
    private long inspectedTraces;
    private long inspectedSpans;

    /// A pipeline and who measures its spans.
    record Part(QueryPlan plan, Measurer measurer) {}

    Scan(TimeAxis axis, StopSignal stop, List<Part> parts) {
        this.axis = axis;
        this.stop = stop;
        this.parts = List.copyOf(parts);
    }

    void run(SpanSource source, ScanRequest request) throws IOException {
        stop.check();
        try {
            for (SpanPartition partition : source.partitions(request)) {
                stop.check();
                if (axis.window().overlaps(partition.range()) && partition.rowCount() > 0) {
                    scan(partition);
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("reading spans failed", e);
        }
    }

    long inspectedTraces() {
        return inspectedTraces;
    }

    long inspectedSpans() {
        return inspectedSpans;
    }

    private void scan(SpanPartition partition) {
        inspectedTraces += partition.traceCount();
        inspectedSpans += partition.rowCount();
        PartitionColumns columns = new PartitionColumns(partition);
        PipelineEvaluator pipeline = new PipelineEvaluator(columns, stop);
        for (Part part : parts) {
            RowSet found = rows(pipeline.run(part.plan().stages()), partition.rowCount());
            if (found.isEmpty()) {
                continue;
            }
            Intervals intervals = new Intervals(axis, partition.rowCount());
            partition.column(Field.Intrinsic.START).read(found, intervals);
            if (!intervals.rows.isEmpty()) {
                stop.check();
                part.measurer().add(new FoundRows(columns, pipeline, intervals.rows, intervals.numbers, stop));
            }
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
