package dev.spanflame.agent.send;

import dev.spanflame.agent.config.AgentOptions;
import dev.spanflame.agent.config.Server;
import dev.spanflame.agent.convert.EncodedProfile;
import dev.spanflame.agent.labels.ProfileLabels;
import dev.spanflame.agent.log.AgentLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Sends profiles, oldest first, on a thread of its own.
///
/// A request is tried again on 429, on 5xx and when the server cannot be reached; any other refusal drops
/// it. While one is retried newer ones wait in the queue, whose oldest make room: they go to disk where a
/// folder is set, else they are counted as dropped. The log tells when sending begins to fail and when it
/// works again, not of each attempt.
public final class Uploader implements Runnable, Consumer<Upload> {
    /// Names the header with which a server changes settings: its value is in the form of agent
    /// arguments.
    public static final String CONTROL = "spanflame-agent-control";

    private static final String PUSH = "/push.v1.PusherService/Push";
    private static final String EXPORT = "/v1development/profiles";
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WISH = Duration.ofMinutes(10);
    private static final long POLL = TimeUnit.SECONDS.toNanos(5);

    private final Map<String, String> labels;
    private final int maxTries;
    private final HttpSender sender;
    private final UploadQueue queue;
    private final Optional<Spool> spool;
    private final Counters counters = new Counters();
    private final Consumer<String> control;
    private final AgentLog log;
    private final Random random = new Random();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean failing;

    /// `control` is given what a server answers to change.
    public Uploader(AgentOptions options, Consumer<String> control, AgentLog log) {
        Server server = options.server();
        this.maxTries = server.maxTries();
        this.control = control;
        this.log = log;
        this.labels = labels(options);
        Map<String, String> headers = new LinkedHashMap<>();
        if (server.otlp()) {
            headers.put("Content-Type", "application/x-protobuf");
            headers.put("Content-Encoding", "gzip");
        } else {
            headers.put("Content-Type", "application/proto");
            headers.put("Connect-Protocol-Version", "1");
        }
        headers.put("User-Agent", "spanflame-agent");
        headers.putAll(server.headers());
        URI target = URI.create(server.address() + (server.otlp() ? EXPORT : PUSH));
        this.sender = new HttpSender(target, headers, server.timeout());
        String folder = options.queueing().spoolDirectory().orElse("");
        this.spool = folder.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Spool(Path.of(folder), options.queueing().spoolBytes(), server.otlp() ? ".otlp" : ".push"));
        this.queue =
                new UploadQueue(options.queueing().bytes(), options.queueing().capacity(), this);
    }

    private static Map<String, String> labels(AgentOptions options) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("service_name", options.application());
        for (Map.Entry<String, String> label : options.labels().entrySet()) {
            if (!label.getKey().startsWith("__")) {
                all.put(label.getKey(), label.getValue());
            }
        }
        all.put("pyroscope_spy", "javaspy");
        // values are of this profile alone, nothing has to be subtracted
        all.put("__delta__", "false");
        return all;
    }

    /// Puts profiles of one moment into the queue, as one request.
    public void add(List<EncodedProfile> profiles) {
        if (!profiles.isEmpty()) {
            Map<String, String> set = ProfileLabels.ofAll();
            Map<String, String> all = labels;
            if (!set.isEmpty()) {
                all = new LinkedHashMap<>(labels);
                all.putAll(set);
            }
            queue.add(PushRequest.of(profiles, all));
        }
    }

    /// Puts a request into the queue as it is, of the format of the settings.
    public void addRequest(byte[] body) {
        queue.add(new Upload(body));
    }

    /// What became of profiles so far.
    public Counters counters() {
        return counters;
    }

    /// Bytes that wait.
    public long queuedBytes() {
        return queue.bytes();
    }

    /// Whether the last attempt failed.
    public boolean isFailing() {
        return failing;
    }

    /// Ends a request whose time is over. Called now and then by another thread.
    public void watch() {
        sender.abortIfLate();
    }

    /// From now on nothing is added, and what waits is tried once.
    public void finish() {
        queue.close();
        closing.countDown();
    }

    /// Ends the request that is on its way.
    public void abort() {
        sender.abort();
    }

    @Override
    public void run() {
        try {
            boolean moreOnDisk = false;
            while (!queue.isFinished()) {
                Optional<Upload> next = queue.take(moreOnDisk ? 0 : POLL);
                if (next.isEmpty() && spool.isPresent() && !failing && closing.getCount() > 0) {
                    next = takeFromDisk(spool.get());
                    moreOnDisk = next.isPresent();
                }
                if (next.isPresent()) {
                    send(next.get());
                    moreOnDisk &= !failing;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Upload upload) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            String reason;
            Duration wish = Duration.ZERO;
            try {
                HttpAnswer answer = sender.post(upload.body());
                if (answer.status() / 100 == 2) {
                    taken(upload, answer);
                    return;
                }
                reason = "status " + answer.status() + " " + oneLine(answer.body());
                if (answer.status() != 429 && answer.status() < 500) {
                    counters.dropped.incrementAndGet();
                    if (!failing) {
                        failing = true;
                        log.warn("a profile is refused and dropped: " + reason);
                    }
                    return;
                }
                wish = retryAfter(answer.header("retry-after"));
            } catch (IOException | RuntimeException e) {
                reason = e.toString();
            }
            if (!failing) {
                failing = true;
                log.warn("profiles are not accepted, will try again: " + reason);
            }
            if (attempt >= maxTries || closing.await(wait(attempt, wish).toNanos(), TimeUnit.NANOSECONDS)) {
                accept(upload);
                return;
            }
            counters.retries.incrementAndGet();
        }
    }

    private void taken(Upload upload, HttpAnswer answer) {
        counters.sent.incrementAndGet();
        counters.sentBytes.addAndGet(upload.body().length);
        if (failing) {
            failing = false;
            log.info("profiles are accepted again");
        }
        String changes = answer.control();
        if (!changes.isEmpty()) {
            control.accept(changes);
        }
    }

    /// What is not sent now goes to disk, or is dropped.
    @Override
    public void accept(Upload upload) {
        int lost = 1;
        if (spool.isPresent()) {
            try {
                lost = spool.get().add(upload);
                counters.spooled.incrementAndGet();
            } catch (IOException | RuntimeException e) {
                log.once("spool", "profiles cannot be put on disk: " + e);
            }
        }
        counters.dropped.addAndGet(lost);
    }

    private Optional<Upload> takeFromDisk(Spool folder) {
        try {
            return folder.take();
        } catch (IOException | RuntimeException e) {
            log.once("spool", "profiles on disk cannot be read: " + e);
            return Optional.empty();
        }
    }

    /// A random time between half of a bound and the bound, which doubles; not less than the server's
    /// wish.
    private Duration wait(int attempt, Duration wish) {
        long bound = Math.min(LONGEST_WAIT.toNanos(), FIRST_WAIT.toNanos() << Math.min(attempt - 1, 20));
        long wait = bound / 2 + (long) (random.nextDouble() * bound / 2);
        return Duration.ofNanos(Math.max(wait, Math.min(wish.toNanos(), LONGEST_WISH.toNanos())));
    }

    private static Duration retryAfter(String value) {
        boolean seconds = value.matches("\\d{1,9}");
        return seconds ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").trim();
        return line.length() > 300 ? line.substring(0, 300) : line;
    }
}
