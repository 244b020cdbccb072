package dev.spanflame.agent.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where profiles go, and how. Immutable.
public final class Server {
    private final URI address;
    private final boolean otlp;
    private final Map<String, String> headers;
    private final Duration timeout;
    private final int maxTries;

    Server(Values values, URI address) {
        this.address = address;
        // what Pyroscope's agent sends as JFR or as folded text, this one sends as pprof
        this.otlp =
                values.word(Setting.FORMAT, "pprof", "pprof|otlp|jfr|collapsed").equals("otlp");
        this.timeout = values.duration(Setting.TIMEOUT, Duration.ofSeconds(10), Duration.ofMillis(100));
        int tries = values.number(Setting.MAX_TRIES, 8, -1, 1_000_000);
        this.maxTries = tries <= 0 ? Integer.MAX_VALUE : tries;
        Map<String, String> all = new LinkedHashMap<>();
        String tenant = values.text(Setting.TENANT_ID, "");
        if (!tenant.isEmpty()) {
            all.put("X-Scope-OrgID", tenant);
        }
        String user = values.text(Setting.USER, "");
        String token = values.text(Setting.AUTH_TOKEN, "");
        if (!user.isEmpty()) {
            all.put("Authorization", "Basic " + base64(user + ":" + values.text(Setting.PASSWORD, "")));
        } else if (address.getRawUserInfo() != null) {
            all.put("Authorization", "Basic " + base64(address.getUserInfo()));
        } else if (!token.isEmpty()) {
            all.put("Authorization", "Bearer " + token);
        }
        for (Map.Entry<String, String> header :
                values.json(Setting.HTTP_HEADERS).entrySet()) {
            if (isClean(header.getKey()) && isClean(header.getValue())) {
                all.put(header.getKey(), header.getValue());
            }
        }
        this.headers = Collections.unmodifiableMap(all);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) >= 127) {
                return false;
            }
        }
        return true;
    }

    /// Base URL without a slash at its end.
    public URI address() {
        return address;
    }

    /// Whether profiles go as OTLP; else as pprof to Pyroscope's `push.v1`.
    public boolean otlp() {
        return otlp;
    }

    /// Headers of every request.
    public Map<String, String> headers() {
        return headers;
    }

    /// How long one request may take in all.
    public Duration timeout() {
        return timeout;
    }

    /// Attempts for one profile.
    public int maxTries() {
        return maxTries;
    }
}
