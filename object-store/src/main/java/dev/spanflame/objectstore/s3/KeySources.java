package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.S3Keys;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the [KeySource] a configuration asks for.
final class KeySources {
    private KeySources() {}

    /// The source of `keys`; `environment` holds the variables of the process.
    static KeySource open(S3Keys keys, Map<String, String> environment, InstantSource clock) throws StoreException {
        return switch (keys) {
            case S3Keys.Given given ->
                new KeySource.Fixed(
                        new SessionKeys(given.accessKey(), given.secretKey(), given.sessionToken(), Optional.empty()),
                        "change the configured keys");
            case S3Keys.Environment _ -> ofEnvironment(environment);
            case S3Keys.SharedFile(Path path, String profile) -> new SharedKeysFile(path, profile, clock);
            case S3Keys.Discovered _ ->
                environment.containsKey("AWS_ACCESS_KEY_ID")
                        ? ofEnvironment(environment)
                        : ofDefaultFile(environment, clock);
        };
    }

    private static KeySource ofEnvironment(Map<String, String> environment) throws StoreException {
        String access = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (access == null || access.isBlank() || secret == null || secret.isBlank()) {
            throw new StoreException(
                    Trouble.DENIED,
                    "no S3 credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or configure keys or a file");
        }
        Optional<String> token =
                Optional.ofNullable(environment.get("AWS_SESSION_TOKEN")).filter(text -> !text.isBlank());
        return new KeySource.Fixed(
                new SessionKeys(
                        access.strip(),
                        secret.strip(),
                        token.map(String::strip),
                        instant(environment.get("AWS_CREDENTIAL_EXPIRATION"))),
                "restart with fresh AWS_* variables, or use a credentials file, which is read again when it changes");
    }

    private static KeySource ofDefaultFile(Map<String, String> environment, InstantSource clock) {
        String path = environment.getOrDefault("AWS_SHARED_CREDENTIALS_FILE", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", "."));
        String profile = environment.getOrDefault("AWS_PROFILE", "");
        return new SharedKeysFile(
                path.isBlank() ? Path.of(home, ".aws", "credentials") : Path.of(path),
                profile.isBlank() ? "default" : profile,
                clock);
    }

    /// Reads a time as tools write it next to keys; empty for anything else.
    static Optional<Instant> instant(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
