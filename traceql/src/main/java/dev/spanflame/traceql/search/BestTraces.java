package dev.spanflame.traceql.search;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The traces found so far that come first, at most a limit of them and within a budget of memory. Used by one thread.
///
/// What the answer shows of a trace is read once it is certain to be shown. Until then its partition is held; as only
/// a few partitions may be held, what is still wanted of older ones is read early.
final class BestTraces {
    private static final int PARTITIONS_HELD = 8;
    private static final long CANDIDATE_BYTES = 256;

    private final Comparator<TraceRank> inOrder;
    private final int limit;
    private final long maxBytes;
    private final LongConsumer memory;
    // The last on top: the one that goes when one before it comes.
    private final PriorityQueue<Kept> kept;
    private final Deque<MatchBuilder> held = new ArrayDeque<>();
    private long bytes;

    BestTraces(Comparator<TraceRank> inOrder, int limit, long maxBytes, LongConsumer memory) {
        this.inOrder = inOrder;
        this.limit = limit;
        this.maxBytes = maxBytes;
        this.memory = memory;
        kept = new PriorityQueue<>(
                Comparator.<Kept, TraceRank>comparing(one -> one.rank, inOrder).reversed());
    }

    /// A trace: a candidate until what is shown of it was read.
    private static final class Kept {
        private final TraceRank rank;
        private @Nullable Candidate candidate;
        private @Nullable TraceMatch match;
        private long bytes;

        Kept(Candidate candidate) {
            this.rank = candidate.rank();
            this.candidate = candidate;
            bytes = CANDIDATE_BYTES;
        }
    }

    /// Whether as many as wanted are there.
    boolean isFull() {
        return kept.size() >= limit;
    }

    /// Start of the last kept trace, [Long#MIN_VALUE] without any.
    long lastStartNanos() {
        Kept last = kept.peek();
        return last == null ? Long.MIN_VALUE : last.rank.startNanos();
    }

    /// Keeps those of the candidates of one partition, given in order, that belong to the first; throws
    /// [BackendException] of kind TOO_LARGE when the budget is spent.
    void addAll(List<Candidate> candidates) {
        boolean any = false;
        for (Candidate candidate : candidates) {
            Kept last = kept.peek();
            if (isFull() && last != null && inOrder.compare(candidate.rank(), last.rank) >= 0) {
                break;
            }
            if (isFull()) {
                kept.poll();
                take(last == null ? 0 : -last.bytes);
            }
            kept.add(new Kept(candidate));
            take(CANDIDATE_BYTES);
            any = true;
        }
        if (any) {
            held.addLast(candidates.getFirst().builder());
        }
        while (held.size() > PARTITIONS_HELD) {
            letGo(held.removeFirst());
        }
    }

    private void letGo(MatchBuilder builder) {
        for (Kept one : kept) {
            if (one.candidate != null && one.candidate.builder() == builder) {
                read(one);
            }
        }
    }

    private TraceMatch read(Kept one) {
        TraceMatch match = one.match;
        Candidate candidate = one.candidate;
        if (match == null && candidate != null) {
            match = candidate.match();
            long more = MatchSize.of(match) - one.bytes;
            take(more);
            one.bytes += more;
            one.match = match;
            one.candidate = null;
        }
        if (match == null) {
            throw new IllegalStateException("a trace is neither a candidate nor read");
        }
        return match;
    }

    private void take(long more) {
        bytes += more;
        if (bytes > maxBytes) {
            throw new BackendException(
                    ErrorKind.TOO_LARGE,
                    "search_result_too_large",
                    "search result needs more than " + maxBytes
                            + " bytes; ask for fewer traces (limit), fewer spans (spss) or fewer fields (select)");
        }
        memory.accept(more);
    }

    /// The kept traces that started after `nanos`, in the order of an answer.
    List<TraceMatch> startedAfter(long nanos) {
        List<Kept> ordered = new ArrayList<>(kept);
        ordered.removeIf(one -> one.rank.startNanos() <= nanos);
        ordered.sort(Comparator.comparing(one -> one.rank, inOrder));
        return ordered.stream().map(this::read).toList();
    }

    /// The kept traces in the order of an answer.
    List<TraceMatch> traces() {
        return startedAfter(Long.MIN_VALUE);
    }
}
