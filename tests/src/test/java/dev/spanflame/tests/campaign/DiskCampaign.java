package dev.spanflame.tests.campaign;

import dev.spanflame.load.crash.SenderThreads;
import dev.spanflame.load.crash.Witness;
import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The server under load on a small file system that somebody else fills, to the last byte or until the reserve of the
/// write-ahead log is touched; sometimes it is killed and started again while there is no room.
final class DiskCampaign implements Campaign {
    private static final String SIZE = "192m";
    private static final int RESERVE = 64 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration FULL = Duration.ofSeconds(1);
    private static final String[] FLAGS = {
        "--flush.max-bytes=1MiB", "--flush.max-age=1s", "--flush.small-age=1s", "--compaction.interval=1s"
    };

    @Override
    public long rounds() {
        return 100;
    }

    @Override
    public Figures round(long number, Path folder) throws IOException, InterruptedException {
        Path mounted = Files.createDirectories(folder.resolve("data"));
        mount(mounted);
        try (Witness witness = new Witness(number, 2, 1)) {
            return live(witness, folder, new Random(number));
        } finally {
            Commands.run("umount", "-l", mounted.toString());
        }
    }

    private static Figures live(Witness witness, Path folder, Random random) throws IOException, InterruptedException {
        Figures figures = new Figures();
        Path filler = folder.resolve("data").resolve("filler");
        SpanflameProcess server = SpanflameProcess.start(folder, FLAGS);
        try {
            SenderThreads senders = witness.send(server.addresses(), random.nextLong());
            senders.awaitAcknowledgement(LIMIT);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
            fill(filler, random.nextBoolean() ? 0 : random.nextInt(RESERVE));
            Wire.Answer refused = untilRefused(server);
            judgeRefusal(refused, figures);
            TimeUnit.MILLISECONDS.sleep(FULL.toMillis());
            if (random.nextInt(3) == 0) {
                server.kill();
                senders.end();
                figures.add("killed while full", 1);
                server = restart(server, folder, filler, figures);
                senders = witness.send(server.addresses(), random.nextLong());
            }
            Files.deleteIfExists(filler);
            figures.time("taken again ms", untilTaken(server, figures));
            TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
            senders.end();
            look(witness, server);
            server.terminate();
            server = SpanflameProcess.start(folder, FLAGS);
            look(witness, server);
            figures.add(Figures.of(witness));
            return figures;
        } finally {
            server.close();
        }
    }

    /// Without room the server may start or refuse to; with room it has to start.
    private static SpanflameProcess restart(SpanflameProcess dead, Path folder, Path filler, Figures figures)
            throws IOException {
        dead.close();
        try {
            SpanflameProcess server = SpanflameProcess.start(folder, FLAGS);
            figures.add("started while full", 1);
            return server;
        } catch (IOException e) {
            figures.add("refused to start while full", 1);
            if (!String.valueOf(e.getMessage()).contains("No space left on device")) {
                figures.complain("the start failed without saying why: " + e.getMessage());
            }
            Files.deleteIfExists(filler);
            return SpanflameProcess.start(folder, FLAGS);
        }
    }

    private static void look(Witness witness, SpanflameProcess server) throws IOException, InterruptedException {
        witness.look(server.addresses(), false);
        witness.flush(server.addresses());
        witness.look(server.addresses(), false);
    }

    private static Wire.Answer untilRefused(SpanflameProcess server) {
        return Awaiting.until(LIMIT, () -> send(server), answer -> answer.status() != 200);
    }

    private static void judgeRefusal(Wire.Answer refused, Figures figures) {
        boolean saysWhy = refused.text().contains("bytes are free under")
                || refused.text().contains("No space left on device");
        if (refused.status() != 503 || !saysWhy) {
            figures.complain("without room it answered " + refused.status() + ": " + refused.text());
        }
        figures.add("refusals judged", 1);
    }

    private static long untilTaken(SpanflameProcess server, Figures figures) {
        long begin = System.nanoTime();
        Wire.Answer answer = Awaiting.until(LIMIT, () -> send(server), one -> one.status() == 200);
        if (answer.status() != 200) {
            figures.complain("with room again it answers " + answer.status() + ": " + answer.text());
        }
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private static Wire.Answer send(SpanflameProcess server) {
        return Spans.send(server, Spans.one(Spans.newTraceId(), "disk", 10).toByteArray());
    }

    /// Fills the file system but for about `left` bytes.
    private static void fill(Path filler, long left) throws IOException {
        byte[] piece = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (left == 0 || Files.getFileStore(filler).getUsableSpace() > left) {
                out.write(piece);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    private static void mount(Path folder) throws IOException, InterruptedException {
        String output = Commands.run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", folder.toString());
        Assumptions.assumeTrue(output.isEmpty(), "this user may not mount a file system: " + output);
    }
}
