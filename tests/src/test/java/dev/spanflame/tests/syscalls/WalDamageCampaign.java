package dev.spanflame.tests.syscalls;

import dev.spanflame.block.log.ManualClock;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.tests.campaign.Campaign;
import dev.spanflame.tests.campaign.Figures;
import dev.spanflame.tests.simulation.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Write-ahead logs with torn, flipped, zeroed, strange and moved bytes: every request outside of them has to be there
/// after a start, once, and nothing else. What may be gone is counted as destroyed.
public final class WalDamageCampaign implements Campaign {
    private static final int MOST_REQUESTS = 40;
    private static final int MOST_DAMAGES = 4;
    private static final int LONG = 800;

    /// A request in the log: the bytes of the file that it takes, and what is in it.
    private record Request(long from, long to, Notes.Kind kind, long first, int count) {
        boolean isHit(BitSet damaged) {
            int next = damaged.nextSetBit((int) from);
            return next >= 0 && next < to;
        }
    }

    @Override
    public long rounds() {
        return 10_000;
    }

    @Override
    public Figures round(long number, Path folder) throws IOException {
        Random random = new Random(number);
        ManualClock clock = new ManualClock(StorageCore.START);
        List<Request> requests = new ArrayList<>();
        try (StorageCore core = new StorageCore(folder, new RealDisk(), clock, 1)) {
            send(core, log(folder), requests, random);
        }
        Path log = log(folder);
        byte[] before = Files.readAllBytes(log);
        ByteDamage damage = new ByteDamage(before, random, 1 + random.nextInt(MOST_DAMAGES));
        Files.write(log, damage.bytes());
        Figures figures = new Figures();
        try (StorageCore core = new StorageCore(folder, new RealDisk(), clock, 2)) {
            judge(core, requests, damage.damaged(), figures);
            core.ingester().ingester().flushAll();
            Figures later = new Figures();
            judge(core, requests, damage.damaged(), later);
            if (!later.isSound()) {
                figures.complain("after a flush: " + later + " " + later.complaints());
            }
        } catch (IOException | RuntimeException e) {
            figures.complain("round " + number + ": " + damage + ": the start failed: " + e);
        }
        figures.add("damages", 1);
        if (!figures.isSound()) {
            figures.explain(List.of("round " + number + ": " + damage));
        }
        return figures;
    }

    private static void send(StorageCore core, Path log, List<Request> requests, Random random) throws IOException {
        long spans = 0;
        long profiles = 0;
        int count = 1 + random.nextInt(MOST_REQUESTS);
        int longer = random.nextInt(2 * count);
        for (int i = 0; i < count; i++) {
            long from = Files.size(log);
            if (i != longer && random.nextInt(4) == 0) {
                core.ingester().profile(++profiles);
                requests.add(new Request(from, Files.size(log), Notes.Kind.PROFILE, profiles, 1));
                continue;
            }
            // one of them longer than a page; a trace of the test takes no more than a thousand
            long[] ids = new long[i == longer ? LONG : 1 + random.nextInt(4)];
            for (int span = 0; span < ids.length; span++) {
                ids[span] = ++spans;
            }
            core.ingester().spans(ids);
            requests.add(new Request(from, Files.size(log), Notes.Kind.SPAN, ids[0], ids.length));
        }
    }

    private static Path log(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("wal"))) {
            return files.filter(file -> file.toString().endsWith(".wal"))
                    .sorted()
                    .reduce((_, last) -> last)
                    .orElseThrow();
        }
    }

    private static void judge(StorageCore core, List<Request> requests, BitSet damaged, Figures figures)
            throws IOException {
        judge(Notes.Kind.SPAN, requests, damaged, core.ingester().spanIds(), figures);
        judge(Notes.Kind.PROFILE, requests, damaged, core.ingester().profileValues(), figures);
    }

    private static void judge(
            Notes.Kind kind, List<Request> requests, BitSet damaged, List<Long> there, Figures figures) {
        Ledger ledger = new Ledger(kind.name());
        long destroyed = 0;
        for (Request request : requests) {
            for (int i = 0; request.kind() == kind && i < request.count(); i++) {
                long one = ledger.next();
                if (!request.isHit(damaged)) {
                    ledger.acknowledge(one);
                } else if (!there.contains(one)) {
                    destroyed++;
                }
            }
        }
        figures.add(ledger, there);
        figures.add("destroyed", destroyed);
    }
}
