package dev.spanflame.block.profile.store;

import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.SeriesLabels;
import java.util.Comparator;

/// The order of series in every block: by profile type, by service, then by all labels.
final class SeriesOrder {
    static final Comparator<Labels> COMPARATOR = Comparator.comparing(
                    (Labels labels) -> labels.value(SeriesLabels.PROFILE_TYPE))
            .thenComparing(labels -> labels.value(SeriesLabels.SERVICE))
            .thenComparing(Comparator.naturalOrder());

    private SeriesOrder() {}
}
