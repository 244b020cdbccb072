package dev.spanflame.bench;

import dev.spanflame.block.wal.Durability;
import dev.spanflame.block.wal.Wal;
import dev.spanflame.block.wal.WalEntry;
import dev.spanflame.block.wal.WalOptions;
import dev.spanflame.block.wal.WalReplay;
import dev.spanflame.block.wal.WalStream;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.objectstore.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// Requests of about 875 spans made durable by 16 callers at a time, with `fdatasync` and without: requests a second.
/// Files go as soon as they are full, as after a flush.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(16)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class WalAppend {
    private static final int REQUESTS = 16;
    private static final long RELEASED_EVERY = 1_024;

    /// What an acknowledgement promises.
    @Param({"FSYNC", "OS"})
    public Durability durability = Durability.FSYNC;

    private final byte[][] requests = SentSpans.requests(REQUESTS, 10);
    private final WalStream stream = new WalStream(Tenant.ANONYMOUS, Signal.TRACES);
    private final AtomicLong next = new AtomicLong();
    private Path folder = Path.of("");
    private List<Wal> logs = List.of();

    /// Opens a log in a new folder below the working directory: a folder for temporary files may be no disk.
    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "wal-bench");
        WalOptions options = WalOptions.of(new RealDisk(), folder, "bench", durability, new MemoryMeters());
        logs = List.of(Wal.open(options, new WalReplay.Outcome(List.of(), 0, 1, 0, 0, 0), 0));
    }

    /// Closes and removes it.
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        logs.getFirst().close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// One request, durable.
    @Benchmark
    public long append() throws IOException {
        Wal wal = logs.getFirst();
        byte[] body = requests[(int) (next.getAndIncrement() % REQUESTS)];
        long sequence = wal.append(new WalEntry(Tenant.ANONYMOUS, Signal.TRACES, 0, 0, new BitSet(), body), _ -> {});
        if (sequence % RELEASED_EVERY == 0) {
            wal.release(stream, sequence - REQUESTS);
        }
        return sequence;
    }
}
