package dev.spanflame.objectstore;

import dev.spanflame.objectstore.ObjectStore.PutResult;
import dev.spanflame.objectstore.StoreException.Trouble;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Finds out whether a store keeps its word on [ObjectStore#putIfAbsent]: several threads put one key, and exactly one
/// of them has to win, with its bytes stored. Some S3-compatible services ignore the condition and overwrite.
public final class ExclusiveWriteProbe {
    private static final int WRITERS = 8;

    /// Lost answers can hide the winner; then another key is tried.
    private static final int TRIES = 3;

    private ExclusiveWriteProbe() {}

    /// What the probe found.
    public sealed interface Verdict {
        /// The store can be shared by several processes.
        record Exclusive() implements Verdict {}

        /// It cannot; `why` says what was seen.
        record Flawed(String why) implements Verdict {}
    }

    /// Puts keys that begin with `prefix` (no key of anybody else does), and removes them again.
    public static Verdict run(ObjectStore store, String prefix) throws IOException {
        Verdict verdict = new Verdict.Flawed("no try was made");
        for (int i = 0; i < TRIES; i++) {
            String key = prefix + UUID.randomUUID();
            try {
                List<Integer> winners = winners(store, key);
                verdict = judge(winners, store.get(key));
                if (!winners.isEmpty()) {
                    return verdict;
                }
            } catch (StoreException e) {
                if (e.trouble() != Trouble.REFUSED) {
                    throw e;
                }
                return new Verdict.Flawed("the store refuses conditional writes: " + e.getMessage());
            } finally {
                store.delete(key);
            }
        }
        return verdict;
    }

    private static Verdict judge(List<Integer> winners, byte[] stored) {
        if (winners.size() != 1) {
            return new Verdict.Flawed(
                    winners.size() + " of " + WRITERS + " writers of one key were told that they won");
        }
        String content = new String(stored, StandardCharsets.UTF_8);
        return content.equals(content(winners.getFirst()))
                ? new Verdict.Exclusive()
                : new Verdict.Flawed("the bytes stored are not those of the writer that was told it won");
    }

    private static List<Integer> winners(ObjectStore store, String key) throws IOException {
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Future<PutResult>> results = new ArrayList<>();
        List<Integer> winners = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                byte[] mine = content(i).getBytes(StandardCharsets.UTF_8);
                results.add(threads.submit(() -> {
                    start.await();
                    return store.putIfAbsent(key, mine);
                }));
            }
            for (int i = 0; i < WRITERS; i++) {
                if (results.get(i).get() == PutResult.CREATED) {
                    winners.add(i);
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException("the probe failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while probing the store");
        }
        return winners;
    }

    private static String content(int writer) {
        return "writer " + writer;
    }
}
