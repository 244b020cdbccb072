package dev.spanflame.tests.campaign;

import dev.spanflame.load.crash.SenderThreads;
import dev.spanflame.load.crash.Witness;
import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.ProgramRun;
import dev.spanflame.tests.system.SpanflameProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// One process that takes data and two that merge its blocks, of which one after the other is stopped by SIGSTOP in the
/// middle of what it does, until the other has merged the same blocks and their objects are deleted, and is revived.
final class StoppedCampaign implements Campaign {
    private static final int BETWEEN_MILLIS = 900;
    private static final Duration FIRST_LIMIT = Duration.ofMinutes(1);

    private final int stops;
    private final int stoppedMillis;

    /// Three stops of three seconds.
    StoppedCampaign() {
        this(3, 3_000);
    }

    /// So many stops, each so long.
    StoppedCampaign(int stops, int stoppedMillis) {
        this.stops = stops;
        this.stoppedMillis = stoppedMillis;
    }

    @Override
    public long rounds() {
        return 100;
    }

    @Override
    public Figures round(long number, Path folder) throws IOException, InterruptedException {
        Random random = new Random(number);
        Path store = folder.resolve("store");
        Figures figures = new Figures();
        try (Witness witness = new Witness(number, 2, 1);
                SpanflameProcess taker = taker(folder, store)) {
            SenderThreads senders = witness.send(taker.addresses(), random.nextLong());
            senders.awaitAcknowledgement(FIRST_LIMIT);
            try (MergingProcess first = MergingProcess.start(store, folder.resolve("first"));
                    MergingProcess second = MergingProcess.start(store, folder.resolve("second"))) {
                boolean _ =
                        Awaiting.until(FIRST_LIMIT, () -> first.hasMerged() || second.hasMerged(), merged -> merged);
                stopAndRevive(List.of(first, second), random);
                senders.end();
                // what the revived one still wants to do
                TimeUnit.MILLISECONDS.sleep(stoppedMillis);
                first.count(figures);
                second.count(figures);
            }
            figures.add("stops", stops);
            witness.look(taker.addresses(), false);
            witness.flush(taker.addresses());
            witness.look(taker.addresses(), false);
            taker.terminate();
            try (SpanflameProcess next = taker(folder, store)) {
                witness.look(next.addresses(), false);
            }
            figures.add(Figures.of(witness));
        }
        ProgramRun check = ProgramRun.of(List.of("check", "--store=" + store));
        if (check.status() != 0) {
            figures.complain("check of the store ended with " + check.status() + ": " + check.output());
        }
        return figures;
    }

    private void stopAndRevive(List<MergingProcess> mergers, Random random) throws IOException, InterruptedException {
        for (int stop = 0; stop < stops; stop++) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(BETWEEN_MILLIS));
            MergingProcess stopped = mergers.get(random.nextInt(mergers.size()));
            stopped.stop();
            TimeUnit.MILLISECONDS.sleep(stoppedMillis);
            stopped.revive();
        }
    }

    private static SpanflameProcess taker(Path folder, Path store) throws IOException {
        return SpanflameProcess.start(
                folder.resolve("taker"),
                "--store=" + store,
                "--compaction.enabled=false",
                "--flush.max-bytes=1MiB",
                "--flush.max-age=1s",
                "--flush.small-age=1s");
    }
}
