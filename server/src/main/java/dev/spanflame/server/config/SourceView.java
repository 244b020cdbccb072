package dev.spanflame.server.config;

import dev.spanflame.querier.links.WebAddress;
import dev.spanflame.querier.pyroscope.vcs.VcsSettings;
import dev.spanflame.server.config.value.Secret;

/// Source code beside flame graphs, from GitHub or a server that speaks its API. Off unless `client-id` or
/// `token` is set.
///
/// @param webUrl        Address of GitHub's pages; repositories elsewhere are refused.
/// @param apiUrl        Address of its API; of GitHub Enterprise `https://github.example/api/v3`.
/// @param clientId      Client id of a GitHub app, through which every user logs in.
/// @param clientSecret  Secret of the app.
/// @param callbackUrl   Where GitHub sends users after their login. Empty: what the app says.
/// @param sessionSecret What the tokens in users' cookies are encrypted by; the same in all processes.
/// @param token         Token that everybody reads with instead of logging in.
public record SourceView(
        String webUrl,
        String apiUrl,
        String clientId,
        Secret clientSecret,
        String callbackUrl,
        Secret sessionSecret,
        Secret token) {
    /// Checks addresses and what belongs together.
    public SourceView {
        boolean app = !clientId.isEmpty();
        new Rules()
                .that("web-url", WebAddress.isValid(webUrl), WebAddress.EXPECTED)
                .that("api-url", WebAddress.isValid(apiUrl), WebAddress.EXPECTED)
                .that(
                        "client-secret",
                        !app || !clientSecret.value().isEmpty(),
                        "is needed beside source-view.client-id")
                .that(
                        "session-secret",
                        !app || sessionSecret.value().length() >= 16,
                        "is needed beside source-view.client-id; give at least 16 characters")
                .check();
    }

    /// Off.
    public static SourceView defaults() {
        VcsSettings off = VcsSettings.OFF;
        return new SourceView(off.webUrl(), off.apiUrl(), "", Secret.NONE, "", Secret.NONE, Secret.NONE);
    }

    /// The same as the querier wants it.
    public VcsSettings settings() {
        return new VcsSettings(
                WebAddress.trimmed(webUrl),
                WebAddress.trimmed(apiUrl),
                clientId,
                clientSecret.value(),
                callbackUrl,
                sessionSecret.value(),
                token.value());
    }
}
