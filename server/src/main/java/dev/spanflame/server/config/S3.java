package dev.spanflame.server.config;

import dev.spanflame.server.config.value.Secret;
/// How to reach the bucket that `store` names.
///
/// @param endpoint        URL of the store, such as `https://s3.eu-central-1.amazonaws.com` or
/// `http://minio:9000`. @param region          Region of the bucket; needed by AWS.
/// @param accessKey       Access key. Empty: from `credentials-file`, else from the environment as AWS
/// names it. @param secretKey       Secret key.
/// @param sessionToken    Session token of temporary credentials.
/// @param credentialsFile File in the format of `~/.aws/credentials`, read again whenever it changes.
/// @param profile         Profile within that file.
/// @param pathStyle       Whether the bucket is part of the path rather than of the host name.

public record S3(
        String endpoint,
        String region,
        String accessKey,
        Secret secretKey,
        Secret sessionToken,
        String credentialsFile,
        String profile,
        boolean pathStyle) {
    /// Checks what belongs together.
    public S3 {
        boolean url = endpoint.isEmpty() || endpoint.startsWith("http://") || endpoint.startsWith("https://");
        new Rules()
                .that("endpoint", url, "must begin with http:// or https://")
                .that(
                        "access-key",
                        accessKey.isEmpty() || !secretKey.value().isEmpty(),
                        "is set without s3.secret-key; set both or none")
                .that(
                        "secret-key",
                        !accessKey.isEmpty() || secretKey.value().isEmpty(),
                        "is set without s3.access-key; set both or none")
                .check();
    }

    /// Nothing set, the profile `default`, bucket names in the path, which every store understands.
    public static S3 defaults() {
        return new S3("", "", "", Secret.NONE, Secret.NONE, "", "default", true);
    }
}
