package dev.spanflame.generator.remote;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Where and how requests are sent.
///
/// @param url           receiver, http or https
/// @param headers       sent with every request, such as `Authorization`
/// @param tenantHeader  whether the tenant is named in `X-Scope-OrgID`, unless `headers` has one
/// @param maxQueueBytes most bytes that wait on disk for one tenant
/// @param maxSamples    about the most samples of one request
/// @param timeout       time for one request
/// @param firstPause    pause after the first failure; doubles up to `longestPause`
/// @param longestPause  see `firstPause`
public record RemoteWriteSettings(
        URI url,
        Map<String, String> headers,
        boolean tenantHeader,
        long maxQueueBytes,
        int maxSamples,
        Duration timeout,
        Duration firstPause,
        Duration longestPause) {
    /// Copies the headers.
    public RemoteWriteSettings {
        headers = Map.copyOf(headers);
    }
}
