package dev.spanflame.querier.pyroscope.vcs;

/// Where source code is, and who may read it. Immutable.
///
/// `webUrl` is the address of GitHub's pages, `apiUrl` that of its API. Callers log in through the GitHub
/// app `clientId`, whose tokens are kept in their cookies, encrypted by `sessionSecret`; with `token` all
/// callers read with that one instead. Without an app and without a token there is no source view.
public record VcsSettings(
        String webUrl,
        String apiUrl,
        String clientId,
        String clientSecret,
        String callbackUrl,
        String sessionSecret,
        String token) {
    /// No source view.
    public static final VcsSettings OFF =
            new VcsSettings("https://github.com", "https://api.github.com", "", "", "", "", "");

    /// Whether callers can log in.
    boolean hasApp() {
        return !clientId.isEmpty();
    }

    /// Whether there is a source view.
    boolean isOn() {
        return hasApp() || !token.isEmpty();
    }

    @Override
    public String toString() {
        return "VcsSettings[" + webUrl + "]";
    }
}
