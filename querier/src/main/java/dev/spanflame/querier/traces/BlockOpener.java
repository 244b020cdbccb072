package dev.spanflame.querier.traces;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TraceBlockReader;
import dev.spanflame.model.BackendException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// Opens many blocks at a time, since each may cost a trip to a remote store. Thread-safe.
final class BlockOpener {
    private static final int AT_A_TIME = 16;
    private static final long LOOK_EVERY_MILLIS = 100;

    private final TraceBlockReader reader;

    BlockOpener(TraceBlockReader reader) {
        this.reader = reader;
    }

    /// The blocks in the order of `metas`. Gives up soon after `cancelled` turns true, throwing as [Cancelled#check].
    List<TraceBlock> open(List<BlockMeta> metas, BooleanSupplier cancelled) throws IOException {
        List<TraceBlock> blocks = new ArrayList<>(metas.size());
        if (metas.size() < 2) {
            for (BlockMeta meta : metas) {
                blocks.add(reader.open(meta));
            }
            return blocks;
        }
        Semaphore room = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<TraceBlock>> opening = new ArrayList<>(metas.size());
            for (BlockMeta meta : metas) {
                opening.add(threads.submit(() -> openWithin(room, meta, cancelled)));
            }
            for (Future<TraceBlock> block : opening) {
                try {
                    blocks.add(await(block, cancelled));
                } catch (ExecutionException | InterruptedException e) {
                    threads.shutdownNow();
                    throw failure(e);
                } catch (BackendException e) {
                    threads.shutdownNow();
                    throw e;
                }
            }
        }
        return blocks;
    }

    /// Waits for a block, looking now and then whether anybody waits for it.
    private static TraceBlock await(Future<TraceBlock> block, BooleanSupplier cancelled)
            throws ExecutionException, InterruptedException {
        while (true) {
            try {
                return block.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                Cancelled.check(cancelled);
            }
        }
    }

    private TraceBlock openWithin(Semaphore room, BlockMeta meta, BooleanSupplier cancelled)
            throws IOException, InterruptedException {
        room.acquire();
        try {
            Cancelled.check(cancelled);
            return reader.open(meta);
        } finally {
            room.release();
        }
    }

    private static IOException failure(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            throw Cancelled.exception();
        }
        return switch (e.getCause()) {
            case IOException io -> io;
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            case null, default -> new IOException("opening a block failed", e);
        };
    }
}
