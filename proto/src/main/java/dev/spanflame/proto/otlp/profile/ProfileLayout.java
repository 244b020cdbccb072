package dev.spanflame.proto.otlp.profile;

/// Numbers of the fields that differ between published versions of opentelemetry-proto's
/// `profiles.proto`; 0 stands for a field that the layout does not have.
enum ProfileLayout {
    /// Version 1.7: several sample types in one profile, stacks as ranges of its list of locations.
    V1_7(new ProfileFields(4, 5, 6, 7, 12, 13, 14), new SampleFields(0, 3, 4, 5, 6)),
    /// Version 1.8: one sample type in each profile, a table of stacks.
    V1_8(new ProfileFields(3, 4, 5, 6, 10, 11, 12), new SampleFields(1, 2, 3, 4, 5)),
    /// Version 1.9: a profile has no comments any more.
    V1_9(new ProfileFields(3, 4, 5, 6, 9, 10, 11), new SampleFields(1, 2, 3, 4, 5)),
    /// Versions 1.10 and 1.11: the fields of a sample have another order.
    V1_10(new ProfileFields(3, 4, 5, 6, 9, 10, 11), new SampleFields(1, 4, 2, 3, 5));

    /// Fields of `Profile`; `sample_type` is 1 and `samples` 2 in all.
    record ProfileFields(
            int time, int duration, int periodType, int period, int payloadFormat, int payload, int attributes) {}

    /// Fields of `Sample`.
    record SampleFields(int stack, int values, int attributes, int link, int timestamps) {}

    private final ProfileFields profile;
    private final SampleFields sample;

    ProfileLayout(ProfileFields profile, SampleFields sample) {
        this.profile = profile;
        this.sample = sample;
    }

    ProfileFields profile() {
        return profile;
    }

    SampleFields sample() {
        return sample;
    }

    /// Whether stacks are ranges of the list of locations of a profile.
    boolean hasRanges() {
        return this == V1_7;
    }
}
