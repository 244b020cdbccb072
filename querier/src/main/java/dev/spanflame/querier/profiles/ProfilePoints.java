package dev.spanflame.querier.profiles;

import dev.spanflame.block.profile.ProfileIds;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfilePartition.Detail;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.block.profile.ProfileScan;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.SeriesRequest;
import dev.spanflame.block.profile.Totals;
import dev.spanflame.block.profile.code.NamedStacks;
import dev.spanflame.block.profile.join.SpanSet;
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
    private static final int MAX_PARTS_OF_PROFILES = 1 << 20;
    private static final long MILLI = 1_000_000;

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

    /// What is observed: profiles of `selection`, of their samples those in stacks that `stacks` takes (all
    /// where it is empty); by span where `bySpan`, which leaves out samples without one. A profile that
    /// lasts longer than a slice, and whose samples have times, is observed once for each slice of `cut`.
    public record Asked(
            ProfileSelection selection, Optional<NamedStacks> stacks, boolean bySpan, Optional<SeriesRequest> cut) {
        /// Without slices.
        public Asked(ProfileSelection selection, Optional<NamedStacks> stacks, boolean bySpan) {
            this(selection, stacks, bySpan, Optional.empty());
        }
    }

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

    /// A profile, or a span in it, and its value. `millis` is when the profile began, or else a time within
    /// the slice, in milliseconds since the epoch.
    public record Observed(ProfilePartition partition, ProfileIds ids, int row, long millis, SpanOf span, long value) {
        /// Whether this one is shown rather than `other`: the larger, of equal ones the earlier.
        boolean isBefore(Observed other) {
            return value > other.value || (value == other.value && millis < other.millis);
        }
    }

    /// Hands over the observations of all partitions.
    ///
    /// Throws [BackendException] of kind CANCELLED when the caller went away, of kind UNPROCESSABLE
    /// when one partition has more spans than can be told apart in memory.
    public static void scan(List<ProfilePartition> partitions, Asked asked, Sink sink) {
        for (ProfilePartition partition : partitions) {
            ProfilePoints points = new ProfilePoints(partition, asked, sink);
            if (asked.bySpan() || asked.stacks().isPresent() || withSampleFilter(asked) || points.hasSlices()) {
                points.scanSamples();
            } else {
                points.scanTotals();
            }
        }
    }

    private boolean hasSlices() {
        for (int row = 0; asked.cut().isPresent() && row < rows.count(); row++) {
            if (isSliced(row)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSliced(int row) {
        return asked.cut().isPresent()
                && rows.durations()[row] > asked.cut().get().stepMillis() * MILLI;
    }

    private static boolean withSampleFilter(Asked asked) {
        return asked.selection().filter().detail() != Detail.VALUES;
    }

    private void scanTotals() {
        ProfileScan.profiles(
                partition, asked.selection(), row -> accept(row, beginning(row), SpanOf.NONE, rows.totals()[row]));
    }

    private long beginning(int row) {
        return Math.floorDiv(rows.times()[row], MILLI);
    }

    private void accept(int row, long millis, SpanOf span, long value) {
        sink.accept(new Observed(partition, ids, row, millis, span, value));
    }

    private Detail detail() {
        Detail filters = asked.selection().filter().detail();
        if (asked.cut().isPresent()) {
            return Detail.ALL;
        }
        return asked.bySpan() && filters == Detail.VALUES ? Detail.IDS : filters;
    }

    private void scanSamples() {
        BitSet stacks = asked.stacks().map(wanted -> wanted.in(partition)).orElseGet(BitSet::new);
        boolean every = asked.stacks().isEmpty();
        SampleFilter.Taker taker = new SampleFilter.Taker(asked.selection().filter(), partition);
        Sums sums = new Sums();
        ProfileScan.samples(partition, asked.selection(), detail(), (row, columns, from, to) -> {
            taker.profile(row);
            sums.begin(row);
            for (int i = from; i < to; i++) {
                if ((every || stacks.get(columns.stacks()[i])) && taker.takes(columns, i)) {
                    SpanOf span = asked.bySpan() ? spanOf(columns, i, taker) : SpanOf.NONE;
                    sums.add(columns.time(i), span, columns.values()[i]);
                }
            }
        });
        sums.flush();
    }

    /// A sample that knows no span, or not its trace, is told by the spans that were asked for.
    private SpanOf spanOf(ProfilePartition.SampleColumns columns, int i, SampleFilter.Taker taker) {
        long span = columns.spanId(i);
        long high = columns.traceHigh(i);
        long low = columns.traceLow(i);
        if (span != 0 && (high | low) != 0) {
            return new SpanOf(new TraceId(high, low), span);
        }
        int member = taker.member(columns, i);
        if (member >= 0 && asked.selection().filter() instanceof SampleFilter.OfSpanSet joined) {
            SpanSet.Member found = joined.spans().member(member);
            return new SpanOf(found.trace(), found.span());
        }
        return span == 0 ? SpanOf.NONE : new SpanOf(NO_TRACE, span);
    }

    /// A slice of a profile, the first of which has the number 0, and a span in it.
    private record Part(long slice, SpanOf span) {}

    /// Value of a part and a time within it.
    private record Sum(long millis, long value) {}

    /// Sums of one profile, whose samples are neighbours.
    private final class Sums {
        private final Map<Part, Sum> parts = new HashMap<>();
        private int row = -1;
        private boolean sliced;
        private boolean whole;
        private long sum;

        void begin(int ofRow) {
            if (ofRow != row) {
                flush();
                row = ofRow;
                sliced = isSliced(row);
                whole = !sliced && !asked.bySpan();
            }
        }

        void add(long time, SpanOf span, long value) {
            if (whole) {
                sum = Totals.sum(sum, value);
                return;
            }
            if (value == 0 || (asked.bySpan() && span.span() == 0)) {
                return;
            }
            long millis = sliced && time != 0 ? Math.floorDiv(time, MILLI) : beginning(row);
            long slice = sliced ? asked.cut().orElseThrow().point(millis) : 0;
            if (slice < 0) {
                return;
            }
            parts.merge(
                    new Part(slice, span),
                    new Sum(millis, value),
                    (old, more) -> new Sum(old.millis(), Totals.sum(old.value(), more.value())));
            if (parts.size() > MAX_PARTS_OF_PROFILES) {
                throw new BackendException(
                        ErrorKind.UNPROCESSABLE,
                        "too_many_spans",
                        "a profile has samples of more than " + MAX_PARTS_OF_PROFILES + " spans or slices of time");
            }
        }

        void flush() {
            if (row >= 0 && whole) {
                accept(row, beginning(row), SpanOf.NONE, sum);
            }
            parts.forEach((part, found) -> accept(row, found.millis(), part.span(), found.value()));
            parts.clear();
            sum = 0;
        }
    }
}
