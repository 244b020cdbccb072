package dev.spanflame.server.warm;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.live.LiveProfiles;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.LogEntry;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.model.Labels;
import dev.spanflame.model.Signal;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.StackTable;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.querier.damage.DamagedBlocks;
import dev.spanflame.querier.profiles.ProfileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/// Profiles that were never sent, in memory alone: most in a block, some live. `startMillis` and `endMillis` are the
/// time they cover; nothing else is in `objects`.
record MadeProfiles(ProfileStore store, ObjectStore objects, long startMillis, long endMillis) {
    static final String TYPE = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";

    private static final String INGESTER = "warm-up";
    private static final SampleType CPU = new SampleType("cpu", "nanoseconds");
    private static final int SERVICES = 12;
    private static final int STORED = 8;
    private static final int LIVE = 1;
    private static final int STACKS = 150;
    private static final int SHARED_DEPTH = 8;
    private static final int MOST_DEPTH = 40;
    private static final int FUNCTIONS = 600;
    private static final long CACHE_BYTES = 16 << 20;

    /// The profiles of the hour before now; `staging` is a folder for files that are gone when this returns.
    static MadeProfiles make(Path staging) throws IOException {
        InstantSource clock = InstantSource.system();
        SplittableRandom random = new SplittableRandom(1);
        long end = clock.millis();
        long start = end - Duration.ofHours(1).toMillis();
        MemoryObjectStore objects = new MemoryObjectStore(new RealDisk(), clock);
        ProfileBlocks blocks = new ProfileBlocks(objects, CACHE_BYTES);
        CommitLogs logs = new CommitLogs(objects, INGESTER, clock, random);
        BlockMeta block = blocks.write(
                segment(start, STORED, random).contents(),
                new BlockTarget(objects, staging, MadeSpans.TENANT, 0, clock, random));
        logs.of(MadeSpans.TENANT)
                .commit(Change.flush(List.of(block), new LogEntry.Flushed(INGESTER, Signal.PROFILES.label(), 1)));
        LiveProfiles live = new LiveProfiles(
                INGESTER, Long.MAX_VALUE, segment(start, LIVE, random).snapshot());
        ProfileStore store = new ProfileStore(
                new MadeLive(List.of(), List.of(live)), logs, blocks, new DamagedBlocks(clock, new MemoryMeters()));
        return new MadeProfiles(store, objects, start, end);
    }

    /// The name of a service, counted from 0.
    static String service(int number) {
        return "service-" + number;
    }

    private static ProfileSegment segment(long startMillis, int perService, SplittableRandom random) {
        ProfileSegment segment = new ProfileSegment();
        for (int i = 0; i < SERVICES * perService; i++) {
            segment.append(profile(i, (startMillis + i * 1_000L) * 1_000_000, random));
        }
        return segment;
    }

    private static ProfileBatch profile(int number, long timeNanos, SplittableRandom random) {
        ProfileSymbols symbols = new ProfileSymbols(new byte[0]);
        StackTable stacks = new StackTable();
        String service = service(number % SERVICES);
        ProfileBatch batch = new ProfileBatch(symbols, stacks, List.of(CPU))
                .setLabels(Labels.of("__name__", "process_cpu", "service_name", service)
                        .with("pod", service + "-" + number % 3)
                        .with("namespace", "shop"))
                .setPeriod(CPU, 10_000_000)
                .setTime(timeNanos, Duration.ofSeconds(10).toNanos());
        int[] locations = new int[FUNCTIONS];
        for (int function = 0; function < FUNCTIONS; function++) {
            long name = symbols.addText("com.example." + service + ".Class" + function % 50 + ".method" + function);
            locations[function] = symbols.addLocation(symbols.addFunction(name), function % 90);
        }
        for (int stack = 0; stack < STACKS; stack++) {
            addSample(batch, locations, random);
        }
        return batch;
    }

    /// A sample of a stack that begins as others do.
    private static void addSample(ProfileBatch batch, int[] locations, SplittableRandom random) {
        int root = random.nextInt(4);
        for (int depth = SHARED_DEPTH + random.nextInt(MOST_DEPTH - SHARED_DEPTH); depth > 0; depth--) {
            int location = depth > SHARED_DEPTH ? random.nextInt(locations.length) : root * SHARED_DEPTH + depth;
            batch.stacks().push(locations[location]);
        }
        int row = batch.samples().add();
        batch.samples().setValue(row, 0, 10_000_000L * (1 + random.nextInt(30)));
        batch.samples().rows().set(SampleColumn.STACK, row, batch.stacks().close());
    }
}
