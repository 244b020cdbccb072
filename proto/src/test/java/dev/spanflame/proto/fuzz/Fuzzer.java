package dev.spanflame.proto.fuzz;

import com.sun.management.ThreadMXBean;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives a decoder damaged forms of good inputs. Whatever they say, the decoder answers or refuses with a
/// [BackendException] that blames the input, in bounded time and memory.
///
/// Inputs that are answered in a new way are damaged further in later rounds, those that were read more often than
/// those that were refused. What fails is
/// written to `target/fuzz`. `-Dspanflame.fuzz.rounds=N` or `-Dspanflame.fuzz.seconds=N` for each decoder, and
/// `-Dspanflame.fuzz.seed=N`, make it run longer and elsewhere.
public final class Fuzzer {
    /// Pieces of JSON.
    public static final List<String> JSON = List.of(
            "{", "}", "[", "]", "\"", ",", ":", "null", "true", "1e999", "-0", "-1", "\\u0000", "\"\"", "\\ud800");

    private static final int ROUNDS = Integer.getInteger("spanflame.fuzz.rounds", 0);
    private static final int SECONDS = Integer.getInteger("spanflame.fuzz.seconds", 0);
    private static final long SEED = Long.getLong("spanflame.fuzz.seed", 1);

    private static final Set<ErrorKind> BLAMES = EnumSet.of(
            ErrorKind.BAD_REQUEST,
            ErrorKind.UNPROCESSABLE,
            ErrorKind.TOO_LARGE,
            ErrorKind.NOT_FOUND,
            ErrorKind.UNSUPPORTED_MEDIA,
            ErrorKind.UNIMPLEMENTED);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration HANG = Duration.ofSeconds(60);
    private static final int MOST_KEPT = 2_000;

    private final Target target;
    private final List<byte[]> inputs;
    private final List<byte[]> refusedInputs = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Mutator mutator;
    private final Random random;
    private volatile byte[] current = new byte[0];
    private volatile long begun = System.nanoTime();
    private volatile @Nullable Throwable failure;
    private volatile boolean over;
    private int read;
    private int refused;
    private long longestNanos;
    private long mostAllocated;

    /// A decoder: its name, what it makes of an input (any text that tells answers apart), pieces of text that mean
    /// something to it, rounds of the short form, and what one input may cost.
    public record Target(String name, Reader reader, List<String> tokens, int rounds, Bounds bounds) {
        /// A decoder with the usual bounds.
        public Target(String name, int rounds, Reader reader, String... tokens) {
            this(name, reader, List.of(tokens), rounds, Bounds.USUAL);
        }

        /// The same of a decoder of JSON, to which also `tokens` mean something.
        public static Target json(String name, int rounds, Reader reader, String... tokens) {
            List<String> all = new ArrayList<>(JSON);
            all.addAll(List.of(tokens));
            return new Target(name, reader, all, rounds, Bounds.USUAL);
        }
    }

    /// Reads an input to its end and says in a few words what it was.
    @FunctionalInterface
    public interface Reader {
        /// Throws [BackendException] where the input is refused.
        String read(byte[] input) throws Exception;
    }

    /// What one input may cost: seconds of processor time, and bytes allocated in all, `floorBytes` and so many for
    /// each byte of the input. The count of bytes also has what was let go at once.
    public record Bounds(int seconds, long floorBytes, int perByte) {
        /// Of a decoder without tables of its own.
        public static final Bounds USUAL = new Bounds(5, 64 << 20, 400);
    }

    /// What became of the inputs: how many were read and refused, the longest time and the largest allocation.
    public record Tally(int read, int refused, long longestNanos, long mostAllocated) {}

    private Fuzzer(Target target, List<byte[]> seeds) {
        this.target = target;
        this.inputs = new ArrayList<>(seeds);
        this.random = new Random(SEED);
        int largest = seeds.stream().mapToInt(seed -> seed.length).max().orElse(0);
        this.mutator = new Mutator(random, target.tokens(), 2 * largest + 4096);
    }

    /// Runs a decoder on `seeds`, all of which it reads, and then on what becomes of them.
    public static Tally run(Target target, List<byte[]> seeds) throws InterruptedException {
        Fuzzer fuzzer = new Fuzzer(target, seeds);
        Thread thread = new Thread(fuzzer::work, "fuzz-" + target.name());
        thread.setDaemon(true);
        thread.start();
        while (!fuzzer.over) {
            thread.join(200);
            if (System.nanoTime() - fuzzer.begun > HANG.toNanos() && !fuzzer.over) {
                throw fuzzer.failed("does not end: " + List.of(thread.getStackTrace()), null);
            }
        }
        Throwable failure = fuzzer.failure;
        if (failure != null) {
            throw fuzzer.failed(String.valueOf(failure), failure);
        }
        Tally tally = new Tally(fuzzer.read, fuzzer.refused, fuzzer.longestNanos, fuzzer.mostAllocated);
        if (SECONDS > 0 || ROUNDS > 0) {
            System.out.println(target.name() + " kept " + fuzzer.inputs.size() + " and " + fuzzer.refusedInputs.size()
                    + ": " + tally);
        }
        return tally;
    }

    private void work() {
        try {
            for (byte[] seed : List.copyOf(inputs)) {
                current = seed;
                begun = System.nanoTime();
                seen.add(target.reader().read(seed));
                read++;
            }
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            int rounds = ROUNDS > 0 ? ROUNDS : target.rounds();
            for (int round = 0; SECONDS > 0 ? System.nanoTime() < end : round < rounds; round++) {
                measure(mutator.damage(any(), any()));
            }
        } catch (Throwable e) {
            failure = e;
        } finally {
            over = true;
        }
    }

    private byte[] any() {
        boolean refusedOne = !refusedInputs.isEmpty() && random.nextInt(4) == 0;
        List<byte[]> from = refusedOne ? refusedInputs : inputs;
        return from.get(random.nextInt(from.size()));
    }

    private void measure(byte[] input) throws Exception {
        current = input;
        begun = System.nanoTime();
        long thread = Thread.currentThread().threadId();
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        int refusedBefore = refused;
        long time = THREADS.getCurrentThreadCpuTime();
        String answer = answer(input);
        time = THREADS.getCurrentThreadCpuTime() - time;
        allocated = THREADS.getThreadAllocatedBytes(thread) - allocated;
        longestNanos = Math.max(longestNanos, time);
        mostAllocated = Math.max(mostAllocated, allocated);
        Bounds bounds = target.bounds();
        if (time > Duration.ofSeconds(bounds.seconds()).toNanos()) {
            throw new AssertionError("took " + time / 1_000_000 + " ms of processor time: " + answer);
        }
        if (allocated > bounds.floorBytes() + (long) bounds.perByte() * input.length) {
            throw new AssertionError("allocated " + allocated + " bytes: " + answer);
        }
        List<byte[]> alike = refused > refusedBefore ? refusedInputs : inputs;
        if (alike.size() < MOST_KEPT && seen.add(answer)) {
            alike.add(input);
        }
    }

    private String answer(byte[] input) throws Exception {
        try {
            String answer = target.reader().read(input);
            read++;
            return answer;
        } catch (BackendException e) {
            refused++;
            if (!BLAMES.contains(e.kind()) || e.text().isBlank()) {
                throw new AssertionError("refused with " + e.kind() + ": '" + e.text() + "'", e);
            }
            return e.reason() + e.text().replaceAll("[0-9]+|'[^']*'|\"[^\"]*\"", "#");
        }
    }

    private AssertionError failed(String why, @Nullable Throwable cause) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz"));
            Path file = folder.resolve(target.name().replaceAll("\\W+", "-") + "-" + SEED + ".bin");
            Files.write(file, current);
            return new AssertionError(
                    target.name() + ", an input of " + current.length + " bytes in " + file + ": " + why, cause);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
