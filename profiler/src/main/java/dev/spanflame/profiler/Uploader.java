package dev.spanflame.profiler;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sends what the queue holds, oldest first, on a thread of its own.
///
/// An upload is tried again on 429, on 5xx and when the server cannot be reached, [#MAX_ATTEMPTS] times in all; any
/// other refusal drops it at once. Every drop is counted and logged. While one is retried, newer ones wait in the
/// queue, which drops the oldest when it is full.
final class Uploader implements Runnable {
    static final int MAX_ATTEMPTS = 8;

    private static final System.Logger LOG = System.getLogger("profiler");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int LOGGED_BODY_LIMIT = 300;

    private final ProfilerOptions options;
    private final UploadQueue queue;
    private final Counters counters;
    private final Backoff backoff;
    private final SplittableRandom random = new SplittableRandom();
    private final CountDownLatch closing = new CountDownLatch(1);
    /// Whether the last upload failed, so that the log tells of a change only.
    private boolean failing;

    Uploader(ProfilerOptions options, UploadQueue queue, Counters counters, Backoff backoff) {
        this.options = options;
        this.queue = queue;
        this.counters = counters;
        this.backoff = backoff;
    }

    /// What one attempt came to.
    private sealed interface Outcome {
        record Taken() implements Outcome {}

        record Refused(String reason) implements Outcome {}

        record Again(String reason, Duration wish) implements Outcome {}
    }

    /// From now on each upload is tried once.
    void finish() {
        closing.countDown();
    }

    @Override
    public void run() {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build()) {
            for (Optional<Upload> next = queue.take(); next.isPresent(); next = queue.take()) {
                send(client, next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpClient client, Upload upload) throws InterruptedException {
        boolean taken = false;
        try {
            taken = deliver(client, upload);
        } finally {
            if (!taken) {
                counters.dropped.increment();
            }
        }
    }

    /// Whether the server took it; a line in the log says why not.
    private boolean deliver(HttpClient client, Upload upload) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            switch (attempt(client, upload)) {
                case Outcome.Taken() -> {
                    counters.sent.increment();
                    counters.sentBytes.add(upload.gzippedJfr().length);
                    if (failing) {
                        LOG.log(System.Logger.Level.INFO, "profiles are accepted again server=" + options.server());
                    }
                    failing = false;
                    return true;
                }
                case Outcome.Refused(String reason) -> {
                    return dropped(upload, reason, attempt);
                }
                case Outcome.Again(String reason, Duration wish) -> {
                    if (!failing) {
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "profiles are not accepted, will try again server=" + options.server() + " reason="
                                        + reason);
                        failing = true;
                    }
                    if (attempt == MAX_ATTEMPTS || waitsUntilClosed(backoff.delay(attempt, wish, random))) {
                        return dropped(upload, reason, attempt);
                    }
                    counters.retries.increment();
                }
            }
        }
    }

    private boolean dropped(Upload upload, String reason, int attempts) {
        LOG.log(
                System.Logger.Level.WARNING,
                "a profile is dropped server=" + options.server() + " from=" + upload.from() + " bytes="
                        + upload.gzippedJfr().length + " attempts=" + attempts + " reason=" + reason);
        return false;
    }

    private boolean waitsUntilClosed(Duration delay) throws InterruptedException {
        return closing.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Outcome attempt(HttpClient client, Upload upload) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = client.send(IngestRequest.of(options, upload), BodyHandlers.ofByteArray());
            int status = response.statusCode();
            if (status / 100 == 2) {
                return new Outcome.Taken();
            }
            String reason = "status " + status + " " + text(response.body());
            return status == 429 || status >= 500
                    ? new Outcome.Again(reason, retryAfter(response))
                    : new Outcome.Refused(reason);
        } catch (IOException e) {
            return new Outcome.Again(e.toString(), Duration.ZERO);
        }
    }

    private static Duration retryAfter(HttpResponse<byte[]> response) {
        String value = response.headers().firstValue("Retry-After").orElse("0").trim();
        boolean seconds = value.length() < 10 && value.chars().allMatch(c -> c >= '0' && c <= '9') && !value.isEmpty();
        return seconds ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
    }

    private static String text(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, LOGGED_BODY_LIMIT), StandardCharsets.UTF_8);
        return text.replaceAll("\\s+", " ").trim();
    }
}
