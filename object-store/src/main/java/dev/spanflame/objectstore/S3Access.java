package dev.spanflame.objectstore;

import java.net.URI;
import java.util.Optional;

/// How to reach an S3-compatible service.
///
/// @param endpoint its address, `http://` or `https://`, without a path; empty for Amazon's own
/// @param region its region; empty for the one in the endpoint's name, else `us-east-1`
/// @param addressing how the bucket is named in requests
/// @param keys where the credentials come from
/// @param retries how often and how long to try
public record S3Access(
        Optional<URI> endpoint, Optional<String> region, Addressing addressing, S3Keys keys, RetryPolicy retries) {
    /// Where the name of the bucket goes.
    public enum Addressing {
        /// Into the host name at Amazon, into the path elsewhere.
        AUTO,
        /// Into the path: `http://host/bucket/key`.
        PATH,
        /// Into the host name: `http://bucket.host/key`.
        VIRTUAL_HOST
    }

    /// Amazon's service with the credentials of the environment.
    public static S3Access standard() {
        return new S3Access(
                Optional.empty(), Optional.empty(), Addressing.AUTO, new S3Keys.Discovered(), RetryPolicy.standard());
    }
}
