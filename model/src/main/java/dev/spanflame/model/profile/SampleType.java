package dev.spanflame.model.profile;

/// What a number of a profile counts and in which unit, such as `cpu` in `nanoseconds` (pprof `ValueType`).
public record SampleType(String type, String unit) {
    /// Neither type nor unit; the period type of profiles that were not sampled by a period.
    public static final SampleType NONE = new SampleType("", "");
}
