package dev.spanflame.block.profile;

import dev.spanflame.block.profile.ProfilePartition.SampleColumns;
import dev.spanflame.block.profile.ProfilePartition.SampleSink;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.List;

/// Adds up the values of the selected samples for each stack and gathers the stacks that have any.
public final class StackMerge {
    private StackMerge() {}

    /// Frames and sums of all stacks that the selection finds in `partitions`.
    ///
    /// Throws [BackendException] of kind CANCELLED when the caller went away.
    public static Forest merge(List<ProfilePartition> partitions, ProfileSelection selection) {
        Forest forest = new Forest();
        for (ProfilePartition partition : partitions) {
            add(partition, selection, forest);
        }
        return forest;
    }

    /// Adds what the selection finds in one partition.
    ///
    /// Throws [BackendException] of kind CANCELLED when the caller went away.
    public static void add(ProfilePartition partition, ProfileSelection selection, Forest forest) {
        StackValues values = new StackValues(partition.stackCount());
        if (addValues(partition, selection, values)) {
            partition.addStacks(values, forest);
        }
    }

    /// Adds the values of the selected samples of one partition; returns whether there was any selected
    /// profile.
    ///
    /// Throws [BackendException] of kind CANCELLED when the caller went away.
    public static boolean addValues(ProfilePartition partition, ProfileSelection selection, StackValues values) {
        if (selection.filter() instanceof SampleFilter.OfSpanSet) {
            return addJoined(partition, selection, values);
        }
        SampleSink sink = sink(selection.filter(), values);
        ProfilePartition.Detail detail = selection.filter().detail();
        SeriesSelector series = new SeriesSelector(partition, selection.matchers());
        ProfileIds ids = new ProfileIds(partition);
        ProfileRows rows = partition.rows();
        int row = 0;
        boolean any = false;
        while (row < rows.count()) {
            if (!isSelected(rows, row, selection, series) || !ids.isWanted(row, selection.filter())) {
                row++;
                continue;
            }
            int from = rows.firstSamples()[row];
            int to = from;
            while (row < rows.count()
                    && rows.firstSamples()[row] == to
                    && isSelected(rows, row, selection, series)
                    && ids.isWanted(row, selection.filter())) {
                to += rows.sampleCounts()[row];
                row++;
            }
            checkCancelled(selection);
            partition.samples(from, to, detail, sink);
            any = true;
        }
        return any;
    }

    /// What a sample belongs to depends on the labels of its series here.
    private static boolean addJoined(ProfilePartition partition, ProfileSelection selection, StackValues values) {
        SampleFilter.Taker taker = new SampleFilter.Taker(selection.filter(), partition);
        boolean[] any = new boolean[1];
        ProfileScan.samples(partition, selection, selection.filter().detail(), (row, columns, from, to) -> {
            any[0] = true;
            taker.profile(row);
            for (int i = from; i < to; i++) {
                if (taker.takes(columns, i)) {
                    values.add(columns.stacks()[i], columns.values()[i]);
                }
            }
        });
        return any[0];
    }

    private static boolean isSelected(ProfileRows rows, int row, ProfileSelection selection, SeriesSelector series) {
        return selection.includes(rows.times()[row], rows.durations()[row]) && series.has(rows.series()[row]);
    }

    private static void checkCancelled(ProfileSelection selection) {
        if (selection.cancelled().getAsBoolean()) {
            throw new BackendException(ErrorKind.CANCELLED, "cancelled", "the caller went away");
        }
    }

    private static SampleSink sink(SampleFilter filter, StackValues values) {
        return switch (filter) {
            case SampleFilter.All _, SampleFilter.Timed _, SampleFilter.OfProfiles _ ->
                (columns, from, to) -> addAll(columns, from, to, values);
            case SampleFilter.OfSpanSet _ -> throw new IllegalStateException("looks at each sample's series");
            case SampleFilter.OfSpans(IdSet ids) -> (columns, from, to) -> addSpans(columns, from, to, ids, values);
            case SampleFilter.OfTraces(IdSet ids) -> (columns, from, to) -> addTraces(columns, from, to, ids, values);
        };
    }

    /// Hot path.
    private static void addAll(SampleColumns columns, int from, int to, StackValues values) {
        int[] stacks = columns.stacks();
        long[] numbers = columns.values();
        for (int i = from; i < to; i++) {
            values.add(stacks[i], numbers[i]);
        }
    }

    /// Hot path.
    private static void addSpans(SampleColumns columns, int from, int to, IdSet ids, StackValues values) {
        if (columns.spanIds().length == 0) {
            return;
        }
        for (int i = from; i < to; i++) {
            if (ids.contains(0, columns.spanIds()[i])) {
                values.add(columns.stacks()[i], columns.values()[i]);
            }
        }
    }

    /// Hot path.
    private static void addTraces(SampleColumns columns, int from, int to, IdSet ids, StackValues values) {
        long[] highs = columns.traceHighs();
        long[] lows = columns.traceLows();
        if (highs.length == 0 && lows.length == 0) {
            return;
        }
        for (int i = from; i < to; i++) {
            long high = highs.length == 0 ? 0 : highs[i];
            long low = lows.length == 0 ? 0 : lows[i];
            if (ids.contains(high, low)) {
                values.add(columns.stacks()[i], columns.values()[i]);
            }
        }
    }
}
