package dev.spanflame.block.overrides;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a tenant set for itself, in the shape of Tempo's user-configurable overrides; a component that is
/// null was not set. Immutable.
///
/// @param forwarders      Names of forwarders, of which this program has none.
/// @param costAttribution Attributes by which costs are told apart; nothing here counts costs.
/// @param metricsGenerator What is made of spans as metrics.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Overrides(
        @Nullable List<String> forwarders, CostAttribution costAttribution, GeneratorOverrides metricsGenerator) {
    /// Nothing set.
    public static final Overrides NONE = new Overrides(null, CostAttribution.NONE, GeneratorOverrides.NONE);

    /// Copies what it is given.
    public Overrides {
        forwarders = Copies.of(forwarders);
        costAttribution = Objects.requireNonNullElse(costAttribution, CostAttribution.NONE);
        metricsGenerator = Objects.requireNonNullElse(metricsGenerator, GeneratorOverrides.NONE);
    }

    /// Attributes by which costs are told apart.
    ///
    /// @param dimensions Names of labels by names of attributes; an empty name is that of the attribute.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CostAttribution(@Nullable Map<String, String> dimensions) {
        static final CostAttribution NONE = new CostAttribution(null);

        /// Copies the map.
        public CostAttribution {
            dimensions = Copies.of(dimensions);
        }
    }
}
