package dev.spanflame.ingester.relabel;

import dev.spanflame.model.Tenant;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.pyroscope.Upload;
import dev.spanflame.proto.pyroscope.UploadLabels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of all tenants. Immutable and thread-safe.
///
/// Rules apply to the labels that a series would have after Pyroscope's default rules, those of samples
/// included, one after the other until one drops the series.
public final class RelabelRules implements Relabelling {
    /// No rule for anybody.
    public static final RelabelRules NONE = new RelabelRules(RuleSet.EMPTY, Map.of());

    private final RuleSet common;
    private final Map<String, RuleSet> ofTenants;

    /// The rules of one tenant: those for series, and those for sample types, which only keep or drop.
    public record RuleSet(List<RelabelRule> series, List<RelabelRule> sampleTypes) implements UploadLabels.Rules {
        /// No rule.
        public static final RuleSet EMPTY = new RuleSet(List.of(), List.of());

        /// Throws [IllegalArgumentException] where a rule for sample types changes labels.
        public RuleSet {
            series = List.copyOf(series);
            sampleTypes = List.copyOf(sampleTypes);
            for (RelabelRule rule : sampleTypes) {
                if (rule.action() != RelabelAction.DROP && rule.action() != RelabelAction.KEEP) {
                    throw new IllegalArgumentException("rules for sample types only drop or keep");
                }
            }
        }

        @Override
        public boolean keepsType(Map<String, String> labels) {
            return sampleTypes.stream().allMatch(rule -> rule.apply(labels));
        }

        @Override
        public Optional<Map<String, String>> series(Map<String, String> labels) {
            for (RelabelRule rule : series) {
                if (!rule.apply(labels)) {
                    return Optional.empty();
                }
            }
            return Optional.of(labels);
        }

        private boolean isEmpty() {
            return series.isEmpty() && sampleTypes.isEmpty();
        }
    }

    /// `common` for all tenants but those that have rules of their own.
    public RelabelRules(RuleSet common, Map<String, RuleSet> ofTenants) {
        this.common = common;
        this.ofTenants = Map.copyOf(new HashMap<>(ofTenants));
    }

    @Override
    public Upload apply(Tenant tenant, Upload upload, ProfileLimits limits) {
        RuleSet rules = ofTenants.getOrDefault(tenant.id(), common);
        return rules.isEmpty() ? upload : UploadLabels.change(upload, rules, limits);
    }
}
