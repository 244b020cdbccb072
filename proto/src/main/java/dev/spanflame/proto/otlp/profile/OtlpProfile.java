package dev.spanflame.proto.otlp.profile;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import java.util.List;
import java.util.Optional;

/// One profile of a request.
///
/// `batches` hold its samples, one batch for each service that ran them; their labels are those the
/// sender gave and have yet to be checked. Where `refusal` is present there are none. `payload` is what
/// the profile was made of, as a JFR recording, where the sender enclosed it; `labels` are those of the
/// profile without a name. `content` is the digest of all that the sender said about the profile.
public record OtlpProfile(
        List<ProfileBatch> batches,
        Optional<BackendException> refusal,
        Labels labels,
        Optional<Payload> payload,
        byte[] content) {
    /// An enclosed recording: its bytes and the times of the profile, in nanoseconds since the epoch.
    /// `periodNanos` is the time between two samples, 0 where unknown.
    public record Payload(byte[] jfr, long fromNanos, long untilNanos, long periodNanos) {}

    /// Copies the list.
    public OtlpProfile {
        batches = List.copyOf(batches);
    }
}
