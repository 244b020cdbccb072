package dev.spanflame.block.profile;

import dev.spanflame.block.profile.ProfilePartition.Detail;
import dev.spanflame.block.profile.ProfilePartition.SampleColumns;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.function.IntConsumer;

/// Walks the profiles of a partition that a selection takes, one by one, with or without their samples.
public final class ProfileScan {
    private final ProfilePartition partition;
    private final ProfileSelection selection;
    private final SeriesSelector series;
    private final ProfileIds ids;
    private final ProfileRows rows;

    private ProfileScan(ProfilePartition partition, ProfileSelection selection) {
        this.partition = partition;
        this.selection = selection;
        this.series = new SeriesSelector(partition, selection.matchers());
        this.ids = new ProfileIds(partition);
        this.rows = partition.rows();
    }

    /// Takes samples of one profile.
    @FunctionalInterface
    public interface Sink {
        /// The samples `[from, to)` of `columns`, some or all of those of the profile `row`.
        void accept(int row, SampleColumns columns, int from, int to);
    }

    /// Hands over the numbers of the profiles, in order.
    ///
    /// Throws [BackendException] of kind CANCELLED when the caller went away.
    public static void profiles(ProfilePartition partition, ProfileSelection selection, IntConsumer sink) {
        ProfileScan scan = new ProfileScan(partition, selection);
        scan.checkCancelled();
        for (int row = scan.next(0); row >= 0; row = scan.next(row + 1)) {
            sink.accept(row);
        }
    }

    /// Hands over the samples of the profiles, whatever the filter of the selection says of samples.
    ///
    /// Throws [BackendException] of kind CANCELLED when the caller went away.
    public static void samples(ProfilePartition partition, ProfileSelection selection, Detail detail, Sink sink) {
        ProfileScan scan = new ProfileScan(partition, selection);
        ProfileRows rows = scan.rows;
        int row = scan.next(0);
        while (row >= 0) {
            scan.checkCancelled();
            int first = rows.firstSamples()[row];
            int to = first;
            int end = row;
            while (end < rows.count() && rows.firstSamples()[end] == to && (end == row || scan.isSelected(end))) {
                to += rows.sampleCounts()[end++];
            }
            partition.samples(first, to, detail, scan.new Pieces(row, sink));
            row = scan.next(end);
        }
    }

    private int next(int from) {
        for (int row = from; row < rows.count(); row++) {
            if (isSelected(row)) {
                return row;
            }
        }
        return -1;
    }

    private boolean isSelected(int row) {
        return selection.includes(rows.times()[row], rows.durations()[row])
                && series.has(rows.series()[row])
                && ids.isWanted(row, selection.filter());
    }

    private void checkCancelled() {
        if (selection.cancelled().getAsBoolean()) {
            throw new BackendException(ErrorKind.CANCELLED, "cancelled", "the caller went away");
        }
    }

    /// Cuts pieces of samples at the borders of profiles.
    private final class Pieces implements ProfilePartition.SampleSink {
        private final Sink sink;
        private int row;
        private int left;

        Pieces(int firstRow, Sink sink) {
            this.sink = sink;
            this.row = firstRow;
            this.left = rows.sampleCounts()[firstRow];
        }

        @Override
        public void accept(SampleColumns columns, int from, int to) {
            int at = from;
            while (at < to) {
                while (left == 0) {
                    left = rows.sampleCounts()[++row];
                }
                int count = Math.min(left, to - at);
                sink.accept(row, columns, at, at + count);
                at += count;
                left -= count;
            }
        }
    }
}
