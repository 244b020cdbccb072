package dev.spanflame.traceql.search;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/// The newest traces found so far, at most a limit of them and within a budget of memory. Used by one
/// thread.
final class NewestTraces {
    private final int limit;
    private final long maxBytes;
    // The oldest on top: the one that goes when a newer one comes.
    private final PriorityQueue<TraceMatch> kept = new PriorityQueue<>(TraceMatch.NEWEST_FIRST.reversed());
    private long bytes;

    NewestTraces(int limit, long maxBytes) {
        this.limit = limit;
        this.maxBytes = maxBytes;
    }

    /// Whether as many as wanted are there.
    boolean isFull() {
        return kept.size() >= limit;
    }

    /// Start of the oldest kept trace, [Long#MIN_VALUE] without any.
    long oldestStartNanos() {
        TraceMatch oldest = kept.peek();
        return oldest == null ? Long.MIN_VALUE : oldest.startNanos();
    }

    /// Whether a trace of this start and id belongs to the newest.
    boolean admits(long startNanos, TraceId id) {
        TraceMatch oldest = kept.peek();
        if (oldest == null || !isFull()) {
            return true;
        }
        return startNanos > oldest.startNanos()
                || (startNanos == oldest.startNanos() && id.compareTo(oldest.traceId()) < 0);
    }

    /// Keeps an admitted trace; throws [BackendException] of kind TOO_LARGE when the budget is spent.
    void add(TraceMatch trace) {
        if (isFull()) {
            TraceMatch gone = kept.poll();
            bytes -= gone == null ? 0 : MatchSize.of(gone);
        }
        bytes += MatchSize.of(trace);
        if (bytes > maxBytes) {
            throw new BackendException(
                    ErrorKind.TOO_LARGE,
                    "search_result_too_large",
                    "search result needs more than " + maxBytes
                            + " bytes; ask for fewer traces (limit), fewer spans (spss) or fewer fields (select)");
        }
        kept.add(trace);
    }

    /// The kept traces that started after `nanos`, in the order of an answer.
    List<TraceMatch> startedAfter(long nanos) {
        return traces().stream().filter(trace -> trace.startNanos() > nanos).toList();
    }

    /// The kept traces in the order of an answer.
    List<TraceMatch> traces() {
        List<TraceMatch> traces = new ArrayList<>(kept);
        traces.sort(TraceMatch.NEWEST_FIRST);
        return traces;
    }
}
