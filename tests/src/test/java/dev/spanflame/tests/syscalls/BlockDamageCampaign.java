package dev.spanflame.tests.syscalls;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.ManualClock;
import dev.spanflame.ingester.TestIngester;
import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.tests.campaign.Campaign;
import dev.spanflame.tests.campaign.Figures;
import dev.spanflame.tests.simulation.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Blocks of which an object has torn, flipped, zeroed, strange or moved bytes, or is gone: whoever reads all of them
/// is
/// told, or what he reads is right, and a merge of them makes no block that would be read as right.
public final class BlockDamageCampaign implements Campaign {
    private static final int BLOCKS = 3;
    private static final int MOST_SPANS = 300;

    @Override
    public long rounds() {
        return 10_000;
    }

    @Override
    public Figures round(long number, Path folder) throws IOException {
        Random random = new Random(number);
        ManualClock clock = new ManualClock(StorageCore.START);
        Ledger spans = new Ledger("span");
        Ledger profiles = new Ledger("profile");
        Figures figures = new Figures();
        String damage = "nothing";
        try (StorageCore core = new StorageCore(folder, new RealDisk(), clock, 1)) {
            for (int block = 0; block < BLOCKS; block++) {
                send(core.ingester(), spans, profiles, random);
                core.ingester().ingester().flushAll();
            }
            damage = damage(core, folder, random);
        }
        // another process, which has nothing of it in memory
        try (StorageCore core = new StorageCore(folder, new RealDisk(), clock, 2)) {
            read(core, spans, profiles, figures);
            core.compactor().compactAll();
            read(core, spans, profiles, figures);
        }
        figures.add("damages", 1);
        if (!figures.isSound()) {
            figures.explain(List.of("round " + number + ": " + damage));
        }
        return figures;
    }

    private static void send(TestIngester ingester, Ledger spans, Ledger profiles, Random random) {
        long[] ids = new long[1 + random.nextInt(MOST_SPANS)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = spans.next();
        }
        ingester.spans(ids);
        for (long id : ids) {
            spans.acknowledge(id);
        }
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            long value = profiles.next();
            ingester.profile(value);
            profiles.acknowledge(value);
        }
    }

    private static String damage(StorageCore core, Path folder, Random random) throws IOException {
        List<BlockMeta> blocks = new ArrayList<>(core.ingester()
                .logs()
                .of(TestIngester.TENANT)
                .refresh()
                .blocks()
                .values());
        blocks.sort(Comparator.comparing(BlockMeta::id));
        BlockMeta block = blocks.get(random.nextInt(blocks.size()));
        BlockMeta.BlockObject object =
                block.objects().get(random.nextInt(block.objects().size()));
        Path file = folder.resolve("blocks").resolve(block.key(object.name()));
        String name = block.signal() + " " + object.name();
        if (random.nextInt(10) == 0) {
            Files.delete(file);
            return name + " is deleted";
        }
        ByteDamage damage = new ByteDamage(Files.readAllBytes(file), random, 1 + random.nextInt(3));
        Files.write(file, damage.bytes());
        return name + ": " + damage;
    }

    private static void read(StorageCore core, Ledger spans, Ledger profiles, Figures figures) {
        read(spans, () -> core.ingester().spanIds(), figures);
        read(profiles, () -> core.ingester().profileValues(), figures);
    }

    /// Reads everything of one signal.
    private interface Reading {
        List<Long> run() throws IOException;
    }

    private static void read(Ledger ledger, Reading reading, Figures figures) {
        try {
            figures.add(ledger, reading.run());
            figures.add("answers", 1);
        } catch (IOException | UncheckedIOException | BackendException _) {
            figures.add("readers told", 1);
        } catch (RuntimeException e) {
            figures.complain("a reader stumbled: " + e + " at " + e.getStackTrace()[0]);
        }
    }
}
