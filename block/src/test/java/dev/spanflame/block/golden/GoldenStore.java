package dev.spanflame.block.golden;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.LogEntry;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.block.profile.store.TestBlocks;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.block.trace.store.BlockMemory;
import dev.spanflame.block.trace.store.GroupLimits;
import dev.spanflame.block.trace.store.TraceBlocks;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/// A store with one block of one signal, as the program of a format version wrote it, and its commit log.
///
/// Kept below `block/src/test/resources/dev/spanflame/block/golden` in a folder `<signal>-<version>` with the objects
/// below `store`.
record GoldenStore(ObjectStore objects) {
    static final Tenant TENANT = new Tenant("golden");

    private static final Instant WRITTEN = Instant.parse("2026-11-22T00:00:00Z");
    private static final Path HOME = Path.of(System.getProperty("spanflame.root", ".."))
            .resolve("block/src/test/resources/dev/spanflame/block/golden");
    private static final String STORE = "store";

    /// The store that today's program writes; files being made lie in `staging`.
    static GoldenStore written(Signal signal, Path staging) throws IOException {
        ObjectStore store = new MemoryObjectStore(new RealDisk(), Clock.systemUTC());
        Clock clock = Clock.fixed(WRITTEN, ZoneOffset.UTC);
        Random random = new Random(1);
        BlockTarget target = new BlockTarget(store, staging, TENANT, 0, clock, random);
        BlockMeta meta = switch (signal) {
            case TRACES -> traceBlocks(store).write(List.of(SpanFixtures.run(GoldenSpans.sent())), target);
            case PROFILES ->
                new ProfileBlocks(store, 0)
                        .write(TestBlocks.segment(GoldenProfiles.sent()).contents(), target);
        };
        Change change = Change.flush(List.of(meta), new LogEntry.Flushed("golden", signal.label(), 7));
        if (new CommitLogs(store, "golden", clock, random)
                .of(TENANT)
                .commit(change)
                .isEmpty()) {
            throw new IllegalStateException("the block was not committed");
        }
        return new GoldenStore(store);
    }

    /// Row groups are small, so that there are several.
    static TraceBlocks traceBlocks(ObjectStore store) {
        return new TraceBlocks(store, BlockMemory.NONE, new GroupLimits(120, 1 << 20));
    }

    private static Path folder(Signal signal, int version) {
        return HOME.resolve(signal.label() + "-" + version);
    }

    /// Whether the block of a version is kept.
    static boolean isKept(Signal signal, int version) {
        return Files.isDirectory(folder(signal, version));
    }

    /// The block of a version.
    static GoldenStore kept(Signal signal, int version) throws IOException {
        Path folder = folder(signal, version);
        ObjectStore store = new MemoryObjectStore(new RealDisk(), Clock.systemUTC());
        Path root = folder.resolve(STORE);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String key = root.relativize(file).toString().replace('\\', '/');
                store.put(key, Payload.of(Files.readAllBytes(file)));
            }
        }
        return new GoldenStore(store);
    }

    /// Keeps this one for ever.
    void keep(Signal signal, int version) throws IOException {
        Path folder = Files.createDirectories(folder(signal, version));
        for (String key : keys()) {
            Path file = folder.resolve(STORE).resolve(key);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, objects.get(key));
        }
    }

    /// Keys of all objects.
    List<String> keys() throws IOException {
        return objects.list(ListRequest.objects("")).objects().stream()
                .map(ObjectInfo::key)
                .toList();
    }

    /// The block, as the commit log has it.
    BlockMeta block() throws IOException {
        return new CommitLogs(objects, "reader", Clock.systemUTC(), new Random(2))
                .of(TENANT)
                .refresh()
                .blocks()
                .values()
                .iterator()
                .next();
    }
}
