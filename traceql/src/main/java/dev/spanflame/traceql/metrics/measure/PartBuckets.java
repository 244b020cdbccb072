package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.cells.Bucket;
import dev.spanflame.traceql.plan.Expr;

/// The [Bucket] of each row of one partition, numbered from 0 in this partition. Used by one thread at a time.
final class PartBuckets {
    private static final int NONE_YET = Integer.MAX_VALUE;

    private final RowSet rows;
    private final int[] numbers;
    private final boolean durations;
    private final boolean complete;
    private int first = NONE_YET;
    private int last = -1;

    private PartBuckets(RowSet found, Buckets buckets) {
        numbers = buckets.ofRow;
        durations = buckets.durations;
        rows = found.copy();
        complete = keepRowsWithBucket();
    }

    /// The buckets of an expression's numbers.
    static PartBuckets of(Expr field, FoundRows found) {
        Buckets buckets = new Buckets(found.rows().size());
        found.read(field, buckets);
        PartBuckets made = new PartBuckets(found.rows(), buckets);
        made.number();
        return made;
    }

    private boolean keepRowsWithBucket() {
        boolean all = true;
        for (int start = rows.next(0); start >= 0; ) {
            int end = rows.gap(start);
            for (int row = start; row < end; row++) {
                int bucket = numbers[row];
                if (bucket == Bucket.NONE) {
                    rows.remove(row);
                    all = false;
                } else {
                    first = bucket == Bucket.ZERO ? first : Math.min(first, bucket);
                    last = Math.max(last, bucket);
                }
            }
            start = rows.next(end);
        }
        return all;
    }

    /// The bucket of zero has number 0, those from the first one on that is none of it have those that follow.
    private void number() {
        for (int start = rows.next(0); start >= 0; ) {
            int end = rows.gap(start);
            for (int row = start; row < end; row++) {
                numbers[row] = numbers[row] == Bucket.ZERO ? 0 : numbers[row] - first + 1;
            }
            start = rows.next(end);
        }
    }

    /// The rows whose number has a bucket.
    RowSet rows() {
        return rows;
    }

    /// Whether these are all.
    boolean isComplete() {
        return complete;
    }

    /// Number of the bucket of each row, indexed by row.
    int[] numbers() {
        return numbers;
    }

    /// One more than the largest number.
    int count() {
        return last < first ? 1 : last - first + 2;
    }

    /// The bucket of a number.
    int bucket(int number) {
        return number == 0 ? Bucket.ZERO : first + number - 1;
    }

    /// Whether some of the numbers are durations.
    boolean hasDurations() {
        return durations;
    }

    /// Takes the numbers of an expression.
    private static final class Buckets implements NumberSink {
        private final int[] ofRow;
        private boolean durations;

        Buckets(int rows) {
            ofRow = new int[rows];
        }

        @Override
        public void ofInt(int row, long value) {
            ofRow[row] = Bucket.of(value);
        }

        @Override
        public void ofDuration(int row, long nanos) {
            durations = true;
            ofRow[row] = Bucket.of(nanos);
        }

        @Override
        public void ofFloat(int row, double value) {
            ofRow[row] = Bucket.of(value);
        }

        @Override
        public void ofInts(int row, long[] numbers, int from, int count) {
            for (int i = 0; i < count; i++) {
                ofRow[row + i] = Bucket.of(numbers[from + i]);
            }
        }

        @Override
        public void ofDurations(int row, long[] nanos, int from, int count) {
            durations = true;
            ofInts(row, nanos, from, count);
        }
    }
}
