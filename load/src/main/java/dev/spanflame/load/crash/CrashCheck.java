package dev.spanflame.load.crash;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Starts the real server, loads it, kills it by SIGKILL at a random moment, starts it again on the same data, and
/// looks for everything that was acknowledged; then goes on, as many rounds as asked. In the end everything is looked
/// for once more, from memory and write-ahead log as it lies, and after a flush from blocks.
///
/// SIGKILL leaves the page cache alone: this proves that nothing is acknowledged before it is written, not that it was
/// synced.
public final class CrashCheck {
    private static final int START_TRIES = 3;
    private static final int ONE_START_KILL_IN = 6;
    private static final int START_KILL_MILLIS = 1_200;
    private static final int EXAMPLES = 5;
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(10);

    private final CrashSettings settings;
    private final SplittableRandom random;
    private final Instant begin = Instant.now();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final List<SpanSender> spanSenders = new ArrayList<>();
    private final List<ProfileSender> profileSenders = new ArrayList<>();
    private final Findings spanFindings = new Findings();
    private final Findings profileFindings = new Findings();
    private final AtomicLong flushes = new AtomicLong();
    private final AtomicReference<@Nullable ServerProcess> running = new AtomicReference<>();
    private int startKills;

    private CrashCheck(CrashSettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        for (int i = 0; i < settings.spanSenders(); i++) {
            spanSenders.add(new SpanSender(random.nextLong(), i % 2 == 1));
        }
        for (int i = 0; i < settings.profileSenders(); i++) {
            profileSenders.add(new ProfileSender(random.nextLong()));
        }
    }

    /// Runs the check.
    ///
    /// Throws [IOException] when the server does not start, does not stop, or refuses to answer a query, and
    /// when the folder is not empty.
    public static CrashResult run(CrashSettings settings) throws IOException, InterruptedException {
        Files.createDirectories(settings.folder());
        try (Stream<Path> inside = Files.list(settings.folder())) {
            if (inside.findAny().isPresent()) {
                throw new IOException("the folder " + settings.folder() + " is not empty; name another one");
            }
        }
        CrashCheck check = new CrashCheck(settings);
        Thread rescue = new Thread(check::killRunning, "crash-rescue");
        Runtime.getRuntime().addShutdownHook(rescue);
        try {
            return check.run();
        } finally {
            check.killRunning();
            Runtime.getRuntime().removeShutdownHook(rescue);
        }
    }

    private void killRunning() {
        ServerProcess server = running.get();
        if (server != null) {
            server.close();
        }
    }

    private CrashResult run() throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        for (int round = 0; round < settings.rounds(); round++) {
            if (random.nextInt(ONE_START_KILL_IN) == 0) {
                killWhileStarting();
            }
            ServerProcess server = startReady();
            verify(server, true);
            load(server);
            settings.progress().accept(line(round));
        }
        ServerProcess server = startReady();
        verify(server, false);
        flush(server);
        verify(server, false);
        server.stop();
        http.close();
        return result((System.nanoTime() - startNanos) / 1e9);
    }

    private void killWhileStarting() throws IOException, InterruptedException {
        ServerProcess server = ServerProcess.start(settings, http);
        running.set(server);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(START_KILL_MILLIS));
        server.kill();
        startKills++;
    }

    /// Somebody else may take a port between its choice and its use; then the next try has others.
    private ServerProcess startReady() throws IOException, InterruptedException {
        for (int i = 1; ; i++) {
            ServerProcess server = ServerProcess.start(settings, http);
            running.set(server);
            try {
                server.awaitReady();
                return server;
            } catch (IOException e) {
                server.kill();
                if (i == START_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void load(ServerProcess server) throws InterruptedException {
        List<Sender> senders = new ArrayList<>(spanSenders);
        senders.addAll(profileSenders);
        SenderThreads threads = SenderThreads.start(http, senders, server.ports(), random.nextLong(), flushes);
        long range = settings.maxLoad().minus(settings.minLoad()).toMillis();
        threads.awaitAcknowledgement(FIRST_LIMIT);
        TimeUnit.MILLISECONDS.sleep(settings.minLoad().toMillis() + random.nextLong(range + 1));
        server.kill();
        threads.end();
    }

    private void verify(ServerProcess server, boolean onlyNew) throws IOException, InterruptedException {
        Reader reader = new Reader(http, server.ports(), begin);
        for (SpanSender sender : spanSenders) {
            for (SentTrace trace : sender.traces()) {
                if (trace.promises().takeChanged() || !onlyNew) {
                    reader.judge(trace, spanFindings);
                }
            }
        }
        for (ProfileSender sender : profileSenders) {
            for (SentProfiles group : sender.groups()) {
                if (group.promises().takeChanged() || !onlyNew) {
                    reader.judge(group, profileFindings);
                }
            }
        }
    }

    private void flush(ServerProcess server) throws IOException, InterruptedException {
        int status = http.send(
                        java.net.http.HttpRequest.newBuilder(
                                        ServerProcess.url(server.ports().admin(), "/flush"))
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 200) {
            throw new IOException("POST /flush answered " + status);
        }
        flushes.incrementAndGet();
    }

    private CrashResult.Count spans() {
        return spanFindings.count(spanSenders.stream()
                .flatMap(sender -> sender.promises().stream())
                .toList());
    }

    private CrashResult.Count profiles() {
        return profileFindings.count(profileSenders.stream()
                .flatMap(sender -> sender.promises().stream())
                .toList());
    }

    private String line(int round) {
        CrashResult.Count spans = spans();
        CrashResult.Count profiles = profiles();
        return "round %d of %d: %d spans and %d profiles acknowledged; lost %d, doubled %d, altered %d"
                .formatted(
                        round + 1,
                        settings.rounds(),
                        spans.acknowledged(),
                        profiles.acknowledged(),
                        spans.lost() + profiles.lost(),
                        spans.doubled() + profiles.doubled(),
                        spans.altered() + profiles.altered());
    }

    private CrashResult result(double seconds) {
        List<String> examples = new ArrayList<>();
        spanFindings.addExamples(examples, EXAMPLES);
        profileFindings.addExamples(examples, EXAMPLES);
        return new CrashResult(
                settings.seed(),
                settings.rounds(),
                startKills,
                flushes.get(),
                spans(),
                profiles(),
                List.copyOf(examples),
                seconds);
    }
}
