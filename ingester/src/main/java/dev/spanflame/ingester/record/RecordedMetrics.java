package dev.spanflame.ingester.record;

import dev.spanflame.block.profile.rule.RuleSums.Recorded;
import dev.spanflame.model.Tenant;
import java.util.List;

/// Where recorded metrics go, such as to a sender of Prometheus' remote write.
@FunctionalInterface
public interface RecordedMetrics {
    /// Nowhere.
    RecordedMetrics NOWHERE = (_, _, _) -> {};

    /// Takes a sample at `millis` since 1970 for each of `series`: what was added since the sample before.
    /// The labels are whole, with the name as `__name__`. Must not throw; what it cannot take is lost.
    void write(Tenant tenant, long millis, List<Recorded> series);
}
