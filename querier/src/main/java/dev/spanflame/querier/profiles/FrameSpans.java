package dev.spanflame.querier.profiles;

import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.code.NamedStacks;
import dev.spanflame.querier.profiles.ProfilePoints.Observed;
import dev.spanflame.querier.profiles.ProfilePoints.SpanOf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The spans that ran certain stacks: the way from a frame back to the traces.
public final class FrameSpans {
    /// Spans that are told apart; what comes after so many is counted in [Answer#leftOut].
    public static final int MAX_SPANS = 200_000;

    /// Heap that so many spans take, about.
    public static final long MAX_BYTES = 40L << 20;

    private final Map<SpanOf, long[]> found = new HashMap<>();
    private long total;
    private long leftOut;

    private FrameSpans() {}

    /// A span, the value of its samples in the stacks, and when the first profile with them began.
    public record Span(SpanOf id, long value, long firstMillis) {}

    /// The spans with the largest values, the value of the stacks in all spans, and how many spans have
    /// such samples; `leftOut` is the value of those samples whose spans were too many to be told apart.
    public record Answer(List<Span> spans, long total, int spanCount, long leftOut) {}

    /// At most `limit` spans whose samples are in stacks that `stacks` takes.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind CANCELLED when the caller went away.
    public static Answer of(
            List<ProfilePartition> partitions, ProfileSelection selection, NamedStacks stacks, int limit) {
        FrameSpans spans = new FrameSpans();
        ProfilePoints.scan(partitions, new ProfilePoints.Asked(selection, Optional.of(stacks), true), spans::add);
        return spans.answer(limit);
    }

    private void add(Observed observed) {
        total += observed.value();
        long[] known = found.get(observed.span());
        if (known != null) {
            known[0] += observed.value();
            known[1] = Math.min(known[1], observed.millis());
        } else if (found.size() < MAX_SPANS) {
            found.put(observed.span(), new long[] {observed.value(), observed.millis()});
        } else {
            leftOut += observed.value();
        }
    }

    /// Samples that know a span and not its trace are of the span of that id whose trace others know, if
    /// there is one.
    private void join() {
        Map<Long, List<long[]>> known = new HashMap<>();
        found.forEach((span, values) -> {
            if (knowsTrace(span)) {
                known.computeIfAbsent(span.span(), _ -> new ArrayList<>(1)).add(values);
            }
        });
        found.entrySet().removeIf(each -> {
            List<long[]> same = known.getOrDefault(each.getKey().span(), List.of());
            if (knowsTrace(each.getKey()) || same.size() != 1) {
                return false;
            }
            long[] joined = same.getFirst();
            joined[0] += each.getValue()[0];
            joined[1] = Math.min(joined[1], each.getValue()[1]);
            return true;
        });
    }

    private static boolean knowsTrace(SpanOf span) {
        return !span.trace().equals(SpanOf.NONE.trace());
    }

    private Answer answer(int limit) {
        join();
        List<Span> spans = new ArrayList<>();
        found.forEach((id, values) -> spans.add(new Span(id, values[0], values[1])));
        spans.sort(Comparator.comparingLong(Span::value)
                .reversed()
                .thenComparing(span -> span.id().trace())
                .thenComparingLong(span -> span.id().span()));
        return new Answer(List.copyOf(spans.subList(0, Math.min(limit, spans.size()))), total, spans.size(), leftOut);
    }
}
