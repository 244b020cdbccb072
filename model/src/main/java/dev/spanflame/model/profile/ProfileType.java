package dev.spanflame.model.profile;

import dev.spanflame.model.BackendException;

/// Names what a series of profiles measures: `name:sample_type:sample_unit:period_type:period_unit`, for example
/// `process_cpu:cpu:nanoseconds:cpu:nanoseconds`. Parts may be empty, except the name, and hold no colon.
public record ProfileType(String name, String sampleType, String sampleUnit, String periodType, String periodUnit)
        implements Comparable<ProfileType> {
    private static final int PARTS = 5;

    /// The type of one sample type of a profile.
    public static ProfileType of(String name, SampleType sample, SampleType period) {
        return new ProfileType(name, sample.type(), sample.unit(), period.type(), period.unit());
    }

    /// Reads an id of five parts; a sixth part `delta`, which old clients send, is accepted and forgotten.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for anything else.
    public static ProfileType parse(String id) {
        String[] parts = id.split(":", -1);
        boolean delta = parts.length == PARTS + 1 && parts[PARTS].equals("delta");
        if ((parts.length != PARTS && !delta) || parts[0].isEmpty()) {
            throw BackendException.badRequest(
                    "invalid_profile_type",
                    "profile type '" + shorten(id) + "' is not valid: expected"
                            + " name:sample_type:sample_unit:period_type:period_unit, for example"
                            + " process_cpu:cpu:nanoseconds:cpu:nanoseconds");
        }
        return new ProfileType(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    /// The five parts joined by colons.
    public String id() {
        return name + ':' + sampleType + ':' + sampleUnit + ':' + periodType + ':' + periodUnit;
    }

    @Override
    public int compareTo(ProfileType other) {
        return id().compareTo(other.id());
    }

    @Override
    public String toString() {
        return id();
    }

    private static String shorten(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }
}
