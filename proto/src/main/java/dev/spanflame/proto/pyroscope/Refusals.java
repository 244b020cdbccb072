package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileBatch;
import java.util.ArrayList;
import java.util.List;

/// Turns what went wrong with one profile into a refusal of that profile alone.
final class Refusals {
    private Refusals() {}

    /// Refusal for an error that is the profile's own fault; other errors concern the whole request and are thrown.
    static Upload.Refused of(BackendException error, String what) {
        return switch (error.kind()) {
            case BAD_REQUEST, UNPROCESSABLE, TOO_LARGE -> new Upload.Refused(what, error.reason(), error.text());
            case UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    BODY_TIMEOUT,
                    UNSUPPORTED_MEDIA,
                    URI_TOO_LONG,
                    HEADERS_TOO_LARGE,
                    UNSUPPORTED_VERSION,
                    RATE_LIMITED,
                    CANCELLED,
                    INTERNAL,
                    CORRUPT,
                    UNIMPLEMENTED,
                    UNAVAILABLE,
                    TIMEOUT -> throw error;
        };
    }

    /// Refusals of single sample types of a profile that is kept.
    static List<Upload.Refused> ofTypes(ProfileBatch batch, String what) {
        List<Upload.Refused> refused = new ArrayList<>();
        for (ProfileBatch.RefusedType type : batch.refusedTypes()) {
            refused.add(new Upload.Refused(what, type.reason(), type.message()));
        }
        return refused;
    }

    /// Throws when no sample type of the profile is left.
    static void checkAnyType(ProfileBatch batch) {
        if (batch.refusedTypes().size() == batch.sampleTypes().size()) {
            ProfileBatch.RefusedType first = batch.refusedTypes().getFirst();
            throw BackendException.badRequest(first.reason(), first.message());
        }
    }
}
