package dev.spanflame.traceql.search;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The traces that come first by a number, at most a limit of them and within a budget of memory. Used by one thread.
///
/// Traces without a number come last; of equal numbers the newest comes first, then the one with the smaller id.
final class FirstTraces {
    private final Comparator<Rank> inOrder;
    private final int limit;
    private final long maxBytes;
    // The last on top: the one that goes when one before it comes.
    private final PriorityQueue<Kept> kept;
    private long bytes;

    FirstTraces(boolean descending, int limit, long maxBytes) {
        Comparator<Value> numbers = FirstTraces::compare;
        inOrder = Comparator.<Rank, Boolean>comparing(rank -> !isNumber(rank.number()))
                .thenComparing(Rank::number, descending ? numbers.reversed() : numbers)
                .thenComparing(Comparator.comparingLong(Rank::startNanos).reversed())
                .thenComparing(Rank::traceId);
        this.limit = limit;
        this.maxBytes = maxBytes;
        kept = new PriorityQueue<>(
                Comparator.<Kept, Rank>comparing(Kept::rank, inOrder).reversed());
    }

    /// What decides about the place of a trace.
    record Rank(Value number, long startNanos, TraceId traceId) {}

    private record Kept(Rank rank, TraceMatch match) {}

    /// From the first to the last.
    Comparator<Rank> inOrder() {
        return inOrder;
    }

    /// Whether a trace of this rank belongs to the first.
    boolean admits(Rank rank) {
        Kept last = kept.peek();
        return last == null || kept.size() < limit || inOrder.compare(rank, last.rank()) < 0;
    }

    /// Keeps an admitted trace; throws [BackendException] of kind TOO_LARGE when the budget is spent.
    void add(Rank rank, TraceMatch match) {
        if (kept.size() >= limit) {
            Kept gone = kept.poll();
            bytes -= gone == null ? 0 : MatchSize.of(gone.match());
        }
        bytes += MatchSize.of(match);
        if (bytes > maxBytes) {
            throw new BackendException(
                    ErrorKind.TOO_LARGE,
                    "search_result_too_large",
                    "search result needs more than " + maxBytes
                            + " bytes; ask for fewer traces (limit), fewer spans (spss) or fewer fields (select)");
        }
        kept.add(new Kept(rank, match));
    }

    /// The kept traces in the order of an answer.
    List<TraceMatch> traces() {
        List<Kept> ordered = new ArrayList<>(kept);
        ordered.sort(Comparator.comparing(Kept::rank, inOrder));
        return ordered.stream().map(Kept::match).toList();
    }

    private static boolean isNumber(Value value) {
        return Comparison.isNumber(value) && !Double.isNaN(Comparison.number(value));
    }

    /// Numbers by size: as doubles tell it, and where they cannot tell, as 64-bit integers.
    private static int compare(Value a, Value b) {
        if (!isNumber(a) || !isNumber(b)) {
            return 0;
        }
        // Adding 0.0 makes 0.0 of -0.0.
        int byDouble = Double.compare(Comparison.number(a) + 0.0, Comparison.number(b) + 0.0);
        return byDouble != 0 ? byDouble : Long.compare(integer(a), integer(b));
    }

    private static long integer(Value number) {
        return Comparison.isWhole(number) ? Comparison.whole(number) : (long) Comparison.number(number);
    }
}
