package dev.spanflame.querier.pyroscope.vcs;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.vcs.v1.GithubAppRequest;
import dev.spanflame.proto.vcs.v1.GithubAppResponse;
import dev.spanflame.proto.vcs.v1.GithubLoginRequest;
import dev.spanflame.proto.vcs.v1.GithubLoginResponse;
import dev.spanflame.proto.vcs.v1.GithubRefreshRequest;
import dev.spanflame.proto.vcs.v1.GithubRefreshResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Who is logged in with GitHub: the callers carry their tokens themselves, encrypted, in a cookie.
/// Thread-safe.
final class Sessions {
    private static final String COOKIE = "pyroscope_git_session";
    /// How long GitHub lets a token be renewed.
    private static final Duration REFRESH_WITHIN = Duration.ofSeconds(15_897_600);
    /// Tokens that never expire have no time in GitHub's answer.
    private static final long FOR_EVER = Duration.ofDays(184).toSeconds();

    private final VcsSettings settings;
    private final GithubClient github;
    private final InstantSource clock;
    private final RandomGenerator random;

    Sessions(VcsSettings settings, GithubClient github, InstantSource clock, RandomGenerator random) {
        this.settings = settings;
        this.github = github;
        this.clock = clock;
        this.random = random;
    }

    GithubAppResponse app(Caller caller, GithubAppRequest request) {
        requireApp();
        return GithubAppResponse.newBuilder()
                .setClientID(settings.clientId())
                .setCallbackURL(settings.callbackUrl())
                .build();
    }

    GithubLoginResponse login(Caller caller, GithubLoginRequest request) throws IOException {
        requireApp();
        Issued issued = issue(caller, Map.of("code", request.getAuthorizationCode()));
        return GithubLoginResponse.newBuilder()
                .setCookie(issued.cookie())
                .setToken(issued.token())
                .setTokenExpiresAt(issued.expires())
                .setRefreshTokenExpiresAt(issued.refreshExpires())
                .build();
    }

    GithubRefreshResponse refresh(Caller caller, GithubRefreshRequest request) throws IOException {
        requireApp();
        String refresh = session(caller).refresh();
        Issued issued = issue(caller, Map.of("grant_type", "refresh_token", "refresh_token", refresh));
        return GithubRefreshResponse.newBuilder()
                .setCookie(issued.cookie())
                .setToken(issued.token())
                .setTokenExpiresAt(issued.expires())
                .setRefreshTokenExpiresAt(issued.refreshExpires())
                .build();
    }

    private record Issued(String cookie, String token, long expires, long refreshExpires) {}

    private Issued issue(Caller caller, Map<String, String> grant) throws IOException {
        Map<String, String> form = new LinkedHashMap<>(grant);
        form.put("client_id", settings.clientId());
        form.put("client_secret", settings.clientSecret());
        Struct answer = github.token(form);
        String access = SessionToken.text(answer, "access_token");
        if (access.isEmpty()) {
            throw new BackendException(
                    ErrorKind.UNAUTHENTICATED,
                    "login_refused",
                    "failed to authorize with GitHub: " + SessionToken.text(answer, "error"));
        }
        double seconds = answer.getFieldsOrDefault(
                        "expires_in",
                        Value.newBuilder().setNumberValue(FOR_EVER).build())
                .getNumberValue();
        long now = clock.millis();
        SessionToken token =
                new SessionToken(access, SessionToken.text(answer, "refresh_token"), now + (long) (seconds * 1_000));
        String sealed = token.encrypted(settings.sessionSecret(), caller.tenant(), random);
        return new Issued(
                cookie(sealed, token.expiresMillis()), sealed, token.expiresMillis(), now + REFRESH_WITHIN.toMillis());
    }

    /// The older form, which browsers store as it is.
    private static String cookie(String sealed, long expiresMillis) {
        String json = "{\"metadata\":\"" + sealed + "\",\"expiry\":" + expiresMillis + "}";
        return COOKIE + "=" + Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)) + "; Max-Age="
                + REFRESH_WITHIN.toSeconds() + "; Secure; SameSite=Lax";
    }

    /// What requests of this caller are made with; throws [BackendException] of kind UNIMPLEMENTED where
    /// there is no source view, of kind UNAUTHENTICATED for a caller without a valid session.
    String token(Caller caller) {
        if (!settings.isOn()) {
            throw notConfigured();
        }
        if (!settings.token().isEmpty()) {
            return settings.token();
        }
        SessionToken session = session(caller);
        if (session.expiresMillis() < clock.millis()) {
            throw new BackendException(ErrorKind.UNAUTHENTICATED, "token_expired", "token is expired");
        }
        return session.access();
    }

    private SessionToken session(Caller caller) {
        String header = caller.headers().first("Cookie").orElse("");
        for (String pair : header.split(";", -1)) {
            String cookie = pair.strip();
            if (cookie.startsWith(COOKIE + "=")) {
                String value = cookie.substring(COOKIE.length() + 1);
                String plain = value.startsWith("\"") && value.endsWith("\"") && value.length() > 1
                        ? value.substring(1, value.length() - 1)
                        : value;
                return SessionToken.ofCookie(plain, settings.sessionSecret(), caller.tenant());
            }
        }
        throw new BackendException(
                ErrorKind.UNAUTHENTICATED, "missing_session", "the cookie " + COOKIE + " is missing; log in first");
    }

    private void requireApp() {
        if (!settings.hasApp()) {
            throw notConfigured();
        }
    }

    private static BackendException notConfigured() {
        return new BackendException(ErrorKind.UNIMPLEMENTED, "not_configured", "GitHub integration is not configured");
    }
}
