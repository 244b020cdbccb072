package dev.spanflame.querier.profiles;

import dev.spanflame.model.Labels;
import dev.spanflame.querier.profiles.ProfilePoints.Observed;
import dev.spanflame.querier.profiles.ProfilePoints.SpanOf;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// One profile, or one span in it, behind a point: the one with the largest value.
///
/// `labels` are those of the profile without the ones grouped by and without private ones.
public record Exemplar(long timeMillis, UUID profile, SpanOf span, long value, Labels labels) {
    /// The exemplar that an observation makes.
    public static Exemplar of(Observed observed, Collection<String> groupBy) {
        Set<String> without = new HashSet<>(groupBy);
        Map<String, String> labels = new LinkedHashMap<>();
        int series = observed.partition().rows().series()[observed.row()];
        for (Labels.Label label : observed.partition().labels(series)) {
            if (!without.contains(label.name()) && !label.name().startsWith("__")) {
                labels.put(label.name(), label.value());
            }
        }
        return new Exemplar(
                observed.millis(),
                observed.ids().of(observed.row()),
                observed.span(),
                observed.value(),
                Labels.of(labels));
    }
}
