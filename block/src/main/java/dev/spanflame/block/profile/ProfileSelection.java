package dev.spanflame.block.profile;

import dev.spanflame.model.TimeRange;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Which profiles, and which of their samples, a query is about.
///
/// Without a [SampleFilter] a profile takes part if it began inside `window`; with any, if it overlaps
/// `window`, for a span is often shorter than the profile it ran in. Times are compared in whole
/// milliseconds, as the API gives them. `cancelled` is asked now and then.
public record ProfileSelection(
        List<LabelMatcher> matchers, TimeRange window, SampleFilter filter, BooleanSupplier cancelled) {
    /// Copies the list.
    public ProfileSelection {
        matchers = List.copyOf(matchers);
    }

    /// Profiles by labels and time.
    public static ProfileSelection of(List<LabelMatcher> matchers, TimeRange window) {
        return new ProfileSelection(matchers, window, SampleFilter.ALL, () -> false);
    }

    /// A copy for certain samples only.
    public ProfileSelection with(SampleFilter newFilter) {
        return new ProfileSelection(matchers, window, newFilter, cancelled);
    }

    /// Whether a profile of the given time takes part.
    public boolean includes(long timeNanos, long durationNanos) {
        long start = Math.floorDiv(timeNanos, MILLI);
        return switch (filter) {
            case SampleFilter.All _ -> start >= firstMilli() && start <= lastMilli();
            case SampleFilter.Timed _,
                    SampleFilter.OfSpans _,
                    SampleFilter.OfSpanSet _,
                    SampleFilter.OfTraces _,
                    SampleFilter.OfProfiles _ ->
                start <= lastMilli() && Math.floorDiv(timeNanos + durationNanos, MILLI) >= firstMilli();
        };
    }

    private static final long MILLI = 1_000_000;

    private long firstMilli() {
        return Math.floorDiv(window.startNanos(), MILLI);
    }

    private long lastMilli() {
        return Math.floorDiv(window.endNanos(), MILLI);
    }
}
