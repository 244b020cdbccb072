package dev.spanflame.ingester.relabel;

/// What a rule does, named as in Prometheus' `relabel_config`.
public enum RelabelAction {
    /// Sets the target to the replacement where the regular expression matches.
    REPLACE,
    /// Drops what the regular expression does not match.
    KEEP,
    /// Drops what the regular expression matches.
    DROP,
    /// Drops what differs from the target.
    KEEPEQUAL,
    /// Drops what equals the target.
    DROPEQUAL,
    /// Sets the target to the remainder of a hash.
    HASHMOD,
    /// Copies labels to names made of theirs.
    LABELMAP,
    /// Removes labels whose name matches.
    LABELDROP,
    /// Removes labels whose name does not match.
    LABELKEEP,
    /// Sets the target to the text in lower case.
    LOWERCASE,
    /// Sets the target to the text in upper case.
    UPPERCASE
}
