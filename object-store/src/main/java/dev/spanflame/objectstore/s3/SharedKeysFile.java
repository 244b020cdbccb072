package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A profile in a file of AWS's shared credentials format, read again at most once a second. Thread-safe.
///
/// The content decides, not the time of the file, which can stand still over two changes. While the file is missing or
/// half-written the keys read last stay in use.
final class SharedKeysFile implements KeySource {
    private static final Logger LOG = System.getLogger(SharedKeysFile.class.getName());
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Path path;
    private final String profile;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private @Nullable SessionKeys keys;
    private String content = "";
    private String problem = "";
    private Instant readAt = Instant.MIN;

    SharedKeysFile(Path path, String profile, InstantSource clock) {
        this.path = path;
        this.profile = profile;
        this.clock = clock;
    }

    @Override
    public SessionKeys current() throws StoreException {
        return read(FRESH);
    }

    @Override
    public SessionKeys refreshed() throws StoreException {
        return read(Duration.ZERO);
    }

    @Override
    public String remedy() {
        return "put fresh keys into " + path + " [" + profile + "]; they are picked up without a restart";
    }

    private SessionKeys read(Duration fresh) throws StoreException {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (readAt.equals(Instant.MIN) || !now.isBefore(readAt.plus(fresh)) || now.isBefore(readAt)) {
                readAt = now;
                readFile();
            }
            if (keys == null) {
                throw new StoreException(Trouble.DENIED, "no S3 credentials: " + problem + "; " + remedy());
            }
            return keys;
        } finally {
            lock.unlock();
        }
    }

    private void readFile() {
        try {
            String text = Files.readString(path);
            if (!text.equals(content)) {
                content = text;
                take(parse(text));
            }
        } catch (IOException e) {
            content = "";
            problem("cannot read " + path + " (" + e + ")");
        }
    }

    private void take(Map<String, String> values) {
        String access = values.getOrDefault("aws_access_key_id", "");
        String secret = values.getOrDefault("aws_secret_access_key", "");
        if (access.isEmpty() || secret.isEmpty()) {
            problem(path + " has no aws_access_key_id and aws_secret_access_key in [" + profile + "]");
            return;
        }
        Optional<String> token =
                Optional.of(values.getOrDefault("aws_session_token", "")).filter(text -> !text.isEmpty());
        SessionKeys next = new SessionKeys(access, secret, token, expiry(values));
        if (keys != null && !next.equals(keys)) {
            LOG.log(Level.INFO, "took new S3 keys ({0}) from {1} [{2}]", access, path, profile);
        }
        keys = next;
        problem = "";
    }

    private void problem(String words) {
        if (keys != null && !words.equals(problem)) {
            LOG.log(Level.WARNING, "{0}; the S3 keys read before stay in use", words);
        }
        problem = words;
    }

    /// The names under which the usual tools note the end of a session.
    private static Optional<Instant> expiry(Map<String, String> values) {
        return KeySources.instant(values.get("aws_session_expiration"))
                .or(() -> KeySources.instant(values.get("x_security_token_expires")))
                .or(() -> KeySources.instant(values.get("expiration")));
    }

    /// The lines `name = value` of the profile, names in lower case.
    private Map<String, String> parse(String text) {
        Map<String, String> values = new HashMap<>();
        boolean ours = false;
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (line.startsWith("[") && line.endsWith("]")) {
                String name = line.substring(1, line.length() - 1).strip();
                ours = name.equals(profile) || name.equals("profile " + profile);
            } else if (ours && !line.startsWith("#") && !line.startsWith(";")) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(
                            line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            line.substring(equals + 1).strip());
                }
            }
        }
        return values;
    }
}
