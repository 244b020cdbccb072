package dev.spanflame.model.profile;

/// Bounds on what one upload of profiles may hold. What lies above is refused, or cut where that is said.
///
/// The names follow Pyroscope's limits, so that a message about one of them is understood by its users.
///
/// - `maxProfileBytes`: inflated size of one profile (`max_profile_size_bytes`)
/// - `maxSamples`: samples of one profile (`max_profile_stacktrace_samples`)
/// - `maxSampleLabels`: labels of one sample (`max_profile_stacktrace_sample_labels`)
/// - `maxStackDepth`: locations of a stack, the rest is cut at the leaf (`max_profile_stacktrace_depth`)
/// - `maxTextBytes`: bytes of one text of a profile, the rest is cut at the front
///   (`max_profile_symbol_value_length`)
/// - `maxLabelSets`: distinct sets of sample labels in one profile, each of which becomes a series
/// - `maxLabelNames`, `maxLabelNameBytes`, `maxLabelValueBytes`: labels of a series (`max_label_names_per_series`,
///   `max_label_name_length`, `max_label_value_length`)
public record ProfileLimits(
        int maxProfileBytes,
        int maxSamples,
        int maxSampleLabels,
        int maxStackDepth,
        int maxTextBytes,
        int maxLabelSets,
        int maxLabelNames,
        int maxLabelNameBytes,
        int maxLabelValueBytes) {
    /// The limits used where no others are configured.
    public static final ProfileLimits DEFAULT =
            new ProfileLimits(64 << 20, 1_000_000, 100, 1_000, 65_535, 10_000, 30, 1_024, 2_048);

    /// A copy with another bound on the inflated size.
    public ProfileLimits withMaxProfileBytes(int bytes) {
        return new ProfileLimits(
                bytes,
                maxSamples,
                maxSampleLabels,
                maxStackDepth,
                maxTextBytes,
                maxLabelSets,
                maxLabelNames,
                maxLabelNameBytes,
                maxLabelValueBytes);
    }
}
