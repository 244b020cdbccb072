package dev.spanflame.querier.profiles;

import dev.spanflame.block.profile.ProfileIds;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.block.profile.ProfileScan;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.StackPattern;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.TraceId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Walks what a query is about as single observations: one for each profile, or one for each span in
/// each profile.
public final class ProfilePoints {
    private static final TraceId NO_TRACE = new TraceId(0, 0);
    private static final int MAX_SPANS_OF_PROFILES = 1 << 20;

    private final ProfilePartition partition;
    private final Asked asked;
    private final Sink sink;
    private final ProfileIds ids;
    private final ProfileRows rows;

    private ProfilePoints(ProfilePartition partition, Asked asked, Sink sink) {
        this.partition = partition;
        this.asked = asked;
        this.sink = sink;
        this.ids = new ProfileIds(partition);
        this.rows = partition.rows();
    }

    /// What is observed: profiles of `selection`, of their samples those in stacks that `stacks` takes
    /// (all where it is empty); by span where `bySpan`, which leaves out samples without one.
    public record Asked(ProfileSelection selection, Optional<StackPattern> stacks, boolean bySpan) {}

    /// The span of an observation; both ids are 0 where profiles are observed.
    public record SpanOf(TraceId trace, long span) {
        /// No span.
        public static final SpanOf NONE = new SpanOf(NO_TRACE, 0);
    }

    /// Takes observations.
    @FunctionalInterface
    public interface Sink {
        /// The value of the profile `row` of `partition`, or of a span in it.
        void accept(Observed observed);
    }

    /// A profile, or a span in it, and its value.
    public record Observed(ProfilePartition partition, ProfileIds ids, int row, SpanOf span, long value) {
        /// When the profile began, in milliseconds since the epoch.
        public long millis() {
            return Math.floorDiv(partition.rows().times()[row], 1_000_000);
        }
    }

    /// Hands over the observations of all partitions.
    ///
    /// Throws [BackendException] of kind CANCELLED when the caller went away, of kind UNPROCESSABLE
    /// when one partition has more spans than can be told apart in memory.
    public static void scan(List<ProfilePartition> partitions, Asked asked, Sink sink) {
        for (ProfilePartition partition : partitions) {
            ProfilePoints points = new ProfilePoints(partition, asked, sink);
            if (asked.bySpan() || asked.stacks().isPresent() || withSampleFilter(asked)) {
                points.scanSamples();
            } else {
                points.scanTotals();
            }
        }
    }

    private static boolean withSampleFilter(Asked asked) {
        return switch (asked.selection().filter()) {
            case SampleFilter.All _, SampleFilter.OfProfiles _ -> false;
            case SampleFilter.OfSpans _, SampleFilter.OfTraces _ -> true;
        };
    }

    private void scanTotals() {
        ProfileScan.profiles(partition, asked.selection(), row -> accept(row, SpanOf.NONE, rows.totals()[row]));
    }

    private void accept(int row, SpanOf span, long value) {
        sink.accept(new Observed(partition, ids, row, span, value));
    }

    private void scanSamples() {
        BitSet stacks = asked.stacks()
                .map(pattern -> ProfileBlocks.code(partition).stacks(pattern))
                .orElseGet(BitSet::new);
        boolean every = asked.stacks().isEmpty();
        SampleFilter filter = asked.selection().filter();
        boolean withIds = asked.bySpan() || withSampleFilter(asked);
        Sums sums = new Sums();
        ProfileScan.samples(partition, asked.selection(), withIds, (row, columns, from, to) -> {
            for (int i = from; i < to; i++) {
                boolean taken = (every || stacks.get(columns.stacks()[i])) && filter.takes(columns, i);
                sums.add(row, asked.bySpan() ? spanOf(columns, i) : SpanOf.NONE, taken ? columns.values()[i] : 0);
            }
        });
        sums.flush();
    }

    private static SpanOf spanOf(ProfilePartition.SampleColumns columns, int i) {
        long span = columns.spanIds().length == 0 ? 0 : columns.spanIds()[i];
        if (span == 0) {
            return SpanOf.NONE;
        }
        long high = columns.traceHighs().length == 0 ? 0 : columns.traceHighs()[i];
        long low = columns.traceLows().length == 0 ? 0 : columns.traceLows()[i];
        return new SpanOf(new TraceId(high, low), span);
    }

    /// Sums of one profile, whose samples are neighbours.
    private final class Sums {
        private final Map<SpanOf, Long> bySpan = new HashMap<>();
        private int row = -1;
        private long sum;

        void add(int ofRow, SpanOf span, long value) {
            if (ofRow != row) {
                flush();
                row = ofRow;
            }
            if (!asked.bySpan()) {
                sum += value;
            } else if (span.span() != 0 && value != 0) {
                bySpan.merge(span, value, Long::sum);
                if (bySpan.size() > MAX_SPANS_OF_PROFILES) {
                    throw new BackendException(
                            ErrorKind.UNPROCESSABLE,
                            "too_many_spans",
                            "a profile has samples of more than " + MAX_SPANS_OF_PROFILES + " spans");
                }
            }
        }

        void flush() {
            if (row >= 0 && !asked.bySpan()) {
                accept(row, SpanOf.NONE, sum);
            }
            bySpan.forEach((span, value) -> accept(row, span, value));
            bySpan.clear();
            sum = 0;
        }
    }
}
