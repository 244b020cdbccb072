package dev.spanflame.objectstore.s3;

import java.time.Instant;
import java.util.Optional;

/// Credentials as one request is signed with. The secrets are not shown by [#toString].
///
/// @param expires their end, where the source tells it
record SessionKeys(String accessKey, String secretKey, Optional<String> token, Optional<Instant> expires) {
    @Override
    public String toString() {
        return "SessionKeys[" + accessKey + ", expires=" + expires + "]";
    }
}
