package dev.spanflame.load.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(10);

    private final CrashSettings settings;
    private final SplittableRandom random;
    private final Witness witness;
    private final List<CrashResult.Start> starts = new ArrayList<>();
    private final AtomicReference<@Nullable ServerProcess> running = new AtomicReference<>();
    private int startKills;

    private CrashCheck(CrashSettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.witness = new Witness(random.nextLong(), settings.spanSenders(), settings.profileSenders());
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
        try (Witness _ = check.witness) {
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
            witness.look(server.ports(), true);
            load(server);
            settings.progress().accept(line(round));
        }
        ServerProcess server = startReady();
        witness.look(server.ports(), false);
        witness.flush(server.ports());
        witness.look(server.ports(), false);
        server.stop();
        return result((System.nanoTime() - startNanos) / 1e9);
    }

    private void killWhileStarting() throws IOException, InterruptedException {
        ServerProcess server = ServerProcess.start(settings, witness.http());
        running.set(server);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(START_KILL_MILLIS));
        server.kill();
        startKills++;
    }

    /// Somebody else may take a port between its choice and its use; then the next try has others.
    private ServerProcess startReady() throws IOException, InterruptedException {
        for (int i = 1; ; i++) {
            ServerProcess server = ServerProcess.start(settings, witness.http());
            running.set(server);
            try {
                long logBytes = logBytes();
                starts.add(new CrashResult.Start(server.awaitReady(), logBytes));
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
        SenderThreads threads = witness.send(server.ports(), random.nextLong());
        long range = settings.maxLoad().minus(settings.minLoad()).toMillis();
        threads.awaitAcknowledgement(FIRST_LIMIT);
        TimeUnit.MILLISECONDS.sleep(settings.minLoad().toMillis() + random.nextLong(range + 1));
        server.kill();
        threads.end();
    }

    /// Bytes of the write-ahead log as the next life finds it.
    private long logBytes() throws IOException {
        long sum = 0;
        Path wal = settings.folder().resolve("data").resolve("wal");
        if (Files.isDirectory(wal)) {
            try (Stream<Path> files = Files.list(wal)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sum += Files.size(file);
                }
            }
        }
        return sum;
    }

    private String line(int round) {
        CrashResult.Count spans = witness.spans();
        CrashResult.Count profiles = witness.profiles();
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
        return new CrashResult(
                settings.seed(),
                settings.rounds(),
                startKills,
                witness.flushes(),
                witness.spans(),
                witness.profiles(),
                List.copyOf(starts),
                witness.examples(),
                seconds);
    }
}
