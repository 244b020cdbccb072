package dev.spanflame.objectstore;

import java.nio.file.Path;
import java.util.Optional;

/// Where the credentials of an S3-compatible service come from.
public sealed interface S3Keys {
    /// Given once and for all. Not shown by [#toString].
    record Given(String accessKey, String secretKey, Optional<String> sessionToken) implements S3Keys {
        @Override
        public String toString() {
            return "Given[" + accessKey + ", ...]";
        }
    }

    /// The variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` (and
    /// `AWS_CREDENTIAL_EXPIRATION`, if set) of this process.
    record Environment() implements S3Keys {}

    /// A profile of a file in the format of AWS's shared credentials; read again when it changes.
    record SharedFile(Path path, String profile) implements S3Keys {}

    /// The environment if `AWS_ACCESS_KEY_ID` is set in it, else the file `AWS_SHARED_CREDENTIALS_FILE` or
    /// `~/.aws/credentials` with the profile `AWS_PROFILE` or `default`.
    record Discovered() implements S3Keys {}
}
