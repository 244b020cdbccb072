package dev.spanflame.tests.simulation;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.block.trace.store.BlockMemory;
import dev.spanflame.block.trace.store.TraceBlocks;
import dev.spanflame.block.wal.Durability;
import dev.spanflame.ingester.TestIngester;
import dev.spanflame.model.Signal;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.disk.Survival;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// One history of the storage core: requests, flushes, merges, failing stores, full disks, failing syncs,
/// power cuts and clocks that jump, in an order that a seed decides, and a look at what can be read after
/// each of them.
final class StorageSimulation {
    private static final int FEWEST_STEPS = 20;
    private static final int MORE_STEPS = 60;
    private static final int LAST_DAYS = 3;

    /// A snapshot that a reader holds, and when it got it.
    private record Held(Snapshot snapshot, Instant since) {}

    /// What came of a history.
    record Outcome(List<String> violations, List<String> history, int acknowledged) {}

    private final StorageWorld world;
    private final Random random;
    private final Ledger spans = new Ledger("span");
    private final Ledger profiles = new Ledger("profile");
    private final List<String> violations = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private Optional<Held> held = Optional.empty();
    private boolean nested;

    private StorageSimulation(StorageWorld world) {
        this.world = world;
        this.random = world.random;
        world.meanwhile(this::meanwhile);
    }

    /// Lives through the history of `seed`; `folder` is on the real disk.
    static Outcome run(long seed, Path folder, Durability durability) throws IOException {
        try (StorageWorld world = new StorageWorld(folder, new Random(seed), durability)) {
            return new StorageSimulation(world).live();
        }
    }

    private Outcome live() throws IOException {
        int steps = FEWEST_STEPS + random.nextInt(MORE_STEPS);
        for (int i = 0; i < steps && violations.isEmpty(); i++) {
            step();
            if (world.isDark()) {
                restart(Survival.some(random), "the power comes back");
            }
        }
        if (violations.isEmpty()) {
            settle();
        }
        return new Outcome(violations, history, spans.acknowledged() + profiles.acknowledged());
    }

    private void step() throws IOException {
        int dice = random.nextInt(100);
        if (dice < 58) {
            deed(dice);
        } else if (dice < 66) {
            told("the other machine merges", world.attempt(() -> {
                if (random.nextBoolean()) {
                    world.other().runOnce();
                } else {
                    world.other().compactAll();
                }
            }));
        } else if (dice < 78) {
            trouble(dice);
        } else if (dice < 84) {
            history.add("the process is killed");
            world.kill();
            look();
        } else if (dice < 92) {
            look();
        } else {
            lookBack();
        }
    }

    /// What a machine does in its daily life.
    private void deed(int dice) {
        if (dice < 24) {
            send();
        } else if (dice < 32) {
            long value = profiles.next();
            if (told("profile " + value, world.attempt(() -> world.ingester().profile(value)))) {
                profiles.acknowledge(value);
            }
        } else if (dice < 42) {
            told("flush", world.attempt(() -> world.ingester().ingester().flushAll()));
        } else if (dice < 47) {
            told("merge", world.attempt(() -> world.compactor().runOnce()));
        } else if (dice < 50) {
            told("merge all", world.attempt(() -> world.compactor().compactAll()));
        } else {
            passTime();
        }
    }

    private void send() {
        long[] ids = new long[1 + random.nextInt(4)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = spans.next();
        }
        if (told(
                "spans up to " + ids[ids.length - 1],
                world.attempt(() -> world.ingester().spans(ids)))) {
            for (long id : ids) {
                spans.acknowledge(id);
            }
        }
    }

    private void passTime() {
        Duration[] steps = {
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(50),
            Duration.ofHours(7),
            Duration.ofDays(2)
        };
        Duration step = random.nextInt(12) == 0 ? Duration.ofMinutes(-10) : steps[random.nextInt(steps.length)];
        world.clock.advance(step);
        if (step.isNegative()) {
            held = Optional.empty();
        }
        history.add("time moves by " + step);
    }

    /// While the other machine is between two of its calls, or stands still.
    private void meanwhile() {
        if (nested || world.isDark()) {
            return;
        }
        nested = true;
        history.add("meanwhile:");
        deed(random.nextInt(58));
        nested = false;
    }

    private void trouble(int dice) {
        if (dice < 70) {
            int in = 1 + random.nextInt(40);
            world.disk().faults().cutPowerAt(world.disk().faults().operations() + in);
            history.add("the power will go in " + in + " operations");
        } else if (dice < 74) {
            int in = 1 + random.nextInt(6);
            world.disk().faults().failSyncAt(world.disk().faults().syncs() + in);
            history.add("a sync will fail, the next but " + in);
        } else {
            long bytes = random.nextBoolean() ? random.nextInt(30_000) : Long.MAX_VALUE;
            world.disk().faults().limitSpace(bytes);
            history.add("room on the disk: " + bytes);
        }
    }

    private void restart(Survival survival, String why) throws IOException {
        history.add(why + ": " + survival);
        world.restart(survival);
        look();
    }

    /// What can be read is what was acknowledged, and perhaps what was not, each once.
    private void look() throws IOException {
        world.faults.quiet(true);
        List<String> found = new ArrayList<>(spans.violations(world.ingester().spanIds()));
        found.addAll(profiles.violations(world.ingester().profileValues()));
        world.faults.quiet(false);
        history.add("look: " + found);
        violations.addAll(found);
    }

    /// Who got a snapshot less than a grace ago can read all its blocks, whatever became of them.
    private void lookBack() throws IOException {
        if (held.isPresent()
                && Duration.between(held.get().since(), world.clock.instant()).compareTo(CompactingProcess.GRACE) < 0) {
            for (BlockMeta block : held.get().snapshot().blocksOf(Signal.TRACES)) {
                TraceBlocks reader = new TraceBlocks(world.store(), new BlockMemory(1 << 20, 1 << 20));
                if (!world.attempt(() -> reader.open(block).group(0))) {
                    violations.add("block " + block.id() + " is gone from under a reader");
                }
            }
        }
        held = Optional.of(new Held(world.freshLogs().of(TestIngester.TENANT).refresh(), world.clock.instant()));
        history.add("a reader takes a snapshot");
    }

    /// The troubles end, the machines go on for some days: nothing is lost then either, and nothing useless
    /// stays.
    private void settle() throws IOException {
        world.faults.quiet(true);
        restart(Survival.everything(), "the last start");
        world.disk().faults().cutPowerAt(Long.MAX_VALUE);
        world.faults.quiet(true);
        world.ingester().ingester().flushAll();
        for (int hour = 0; hour < 24 * LAST_DAYS; hour += 6) {
            world.compactor().runOnce();
            world.compactor().compactAll();
            world.clock.advance(Duration.ofHours(6));
        }
        world.compactor().runOnce();
        look();
        if (!world.ingester().ingester().spans(TestIngester.TENANT).isEmpty()) {
            violations.add("spans are live after a flush");
        }
        Set<String> useless = objects();
        useless.removeAll(liveObjects());
        useless.forEach(key -> violations.add("nobody needs " + key));
    }

    private Set<String> objects() throws IOException {
        Set<String> keys = new TreeSet<>();
        ListRequest request = ListRequest.objects("");
        while (true) {
            Listing page = world.store().list(request);
            page.objects().stream()
                    .map(ObjectInfo::key)
                    .filter(key -> !key.contains("/log/"))
                    .forEach(keys::add);
            if (page.next().isEmpty()) {
                return keys;
            }
            request = request.after(page.next().get());
        }
    }

    private Set<String> liveObjects() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (BlockMeta block :
                world.freshLogs().of(TestIngester.TENANT).refresh().blocks().values()) {
            block.objects().forEach(object -> keys.add(block.key(object.name())));
        }
        return keys;
    }

    private boolean told(String what, boolean well) {
        history.add(what + (well ? "" : " failed"));
        return well;
    }
}
