package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.S3Access;
import io.minio.Http;
import java.net.URI;
import java.util.Map;

/// Endpoint, addressing style, region and further trusted certificates, settled from configuration and environment.
///
/// @param certificateFile PEM file of trusted certificates; empty for none
/// @param certificateFolder folder of such files; empty for none
record S3Address(Http.BaseUrl base, String region, String certificateFile, String certificateFolder) {
    private static final String AMAZON = "https://s3.amazonaws.com";

    /// @throws IllegalArgumentException for an endpoint that is none
    static S3Address of(S3Access access, Map<String, String> environment) {
        String endpoint = access.endpoint().map(URI::toString).orElse(AMAZON);
        Http.BaseUrl base = parse(endpoint);
        switch (access.addressing()) {
            case AUTO -> {}
            case PATH -> base.disableVirtualStyleEndpoint();
            case VIRTUAL_HOST -> base.enableVirtualStyleEndpoint();
        }
        String fallback =
                environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", Http.US_EAST_1));
        String inHost = base.region();
        return new S3Address(
                base,
                access.region().orElse(inHost == null || inHost.isBlank() ? fallback : inHost),
                environment.getOrDefault("SSL_CERT_FILE", ""),
                environment.getOrDefault("SSL_CERT_DIR", ""));
    }

    private static Http.BaseUrl parse(String endpoint) {
        if (!endpoint.startsWith("http://") && !endpoint.startsWith("https://")) {
            throw new IllegalArgumentException(
                    "S3 endpoint '" + endpoint + "' has no scheme; expected http://host:port or https://host:port");
        }
        try {
            return new Http.BaseUrl(endpoint);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "S3 endpoint '" + endpoint + "' is not usable (" + e.getMessage()
                            + "); expected http://host:port or https://host:port without a path",
                    e);
        }
    }
}
