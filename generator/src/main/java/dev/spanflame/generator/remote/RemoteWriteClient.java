package dev.spanflame.generator.remote;

import dev.spanflame.model.Tenant;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Sends requests over HTTP (Prometheus remote write 1.0, "Protocol"). Thread-safe.
final class RemoteWriteClient implements AutoCloseable {
    private static final int SHOWN = 300;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private final RemoteWriteSettings settings;
    private final InstantSource clock;
    private final HttpClient http;

    RemoteWriteClient(RemoteWriteSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .build();
    }

    /// Sends one request of `tenant` once.
    Delivery send(Tenant tenant, byte[] body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .timeout(settings.timeout())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        settings.headers().forEach(request::setHeader);
        request.setHeader("Content-Type", "application/x-protobuf");
        request.setHeader("Content-Encoding", "snappy");
        request.setHeader("X-Prometheus-Remote-Write-Version", "0.1.0");
        if (settings.tenantHeader()
                && settings.headers().keySet().stream().noneMatch("X-Scope-OrgID"::equalsIgnoreCase)) {
            request.setHeader("X-Scope-OrgID", tenant.id());
        }
        try {
            return delivery(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            String why = e.getMessage();
            return new Delivery.Later(why == null ? e.getClass().getSimpleName() : why, Optional.empty());
        }
    }

    private Delivery delivery(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return new Delivery.Accepted();
        }
        String body = response.body().strip();
        String why = status + " " + (body.length() > SHOWN ? body.substring(0, SHOWN) + "..." : body);
        if (status / 100 == 5 || status == TOO_MANY_REQUESTS) {
            return new Delivery.Later(
                    why, response.headers().firstValue("Retry-After").flatMap(this::pause));
        }
        return new Delivery.Refused(status, why);
    }

    /// Seconds, or a time (RFC 9110, section 10.2.3); never more than five minutes.
    private Optional<Duration> pause(String retryAfter) {
        Duration pause;
        try {
            pause = Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
        } catch (NumberFormatException _) {
            try {
                Instant then = ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                pause = Duration.between(clock.instant(), then);
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }
        if (pause.isNegative()) {
            return Optional.empty();
        }
        return Optional.of(pause.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : pause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
