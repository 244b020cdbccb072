package dev.spanflame.server.config;

import dev.spanflame.server.config.generator.Generators;
import dev.spanflame.server.config.value.ByteSize;
import dev.spanflame.server.config.value.Secret;
import java.time.Duration;

/// Where generated metrics, and those of recording rules, are sent by Prometheus remote write 1.0.
///
/// @param url Receiver, as `http://prometheus:9090/api/v1/write`. Empty: nothing is sent.
/// @param headers Headers of every request, as `X-Scope-OrgID: prod, X-Other: value`.
/// @param username Name for basic authentication.
/// @param password Password for basic authentication.
/// @param bearerToken Token sent as `Authorization: Bearer`, instead of name and password.
/// @param tenantHeader Whether the tenant is sent in `X-Scope-OrgID` while multi-tenancy is on.
/// @param maxQueueBytes Most bytes on disk that wait to be sent, for each tenant; the oldest are
/// dropped first.
/// @param maxSamples About the most samples of one request.
/// @param timeout Time for one request.
public record RemoteWrite(
        String url,
        Secret headers,
        String username,
        Secret password,
        Secret bearerToken,
        boolean tenantHeader,
        ByteSize maxQueueBytes,
        int maxSamples,
        Duration timeout) {
    /// Checks ranges and what belongs together.
    public RemoteWrite {
        boolean basic = !username.isEmpty();
        new Rules()
                .reads("url", () -> Generators.url(url))
                .reads("headers", () -> Generators.headers(headers.value()))
                .that("password", basic || password.value().isEmpty(), "is set without username; set both or none")
                .atLeast("max-queue-bytes", maxQueueBytes, 1 << 20)
                .within("max-samples", maxSamples, 1, 100_000)
                .positive("timeout", timeout)
                .check();
    }

    /// Nowhere; 256 MiB for each tenant.
    public static RemoteWrite defaults() {
        return new RemoteWrite(
                "", Secret.NONE, "", Secret.NONE, Secret.NONE, true, ByteSize.mib(256), 10_000, Duration.ofSeconds(30));
    }
}
