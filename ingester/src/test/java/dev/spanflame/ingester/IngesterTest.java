package dev.spanflame.ingester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.live.LiveSpans;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class IngesterTest {
    @TempDir
    Path folder;

    private final Disk disk = new RealDisk();
    private final MemoryObjectStore store = new MemoryObjectStore(disk, InstantSource.system());
    private TestIngester.Options options = TestIngester.Options.of(disk, store, Path.of("."));

    @BeforeEach
    void useFolder() {
        options = TestIngester.Options.of(disk, store, folder);
    }

    @Test
    void whatIsAcknowledgedIsVisibleAtOnce() throws IOException {
        try (TestIngester ingester = new TestIngester(options)) {
            assertThat(ingester.spans(1, 2, 3).stored()).isEqualTo(3);
            assertThat(ingester.spanIds()).containsExactlyInAnyOrder(1L, 2L, 3L);
            ingester.profile(41);
            assertThat(ingester.profileValues()).containsExactly(41L);
            assertThat(ingester.labelNames()).contains("service_name");
        }
    }

    @Test
    void aRestartFindsWhatWasNotFlushed() throws IOException {
        try (TestIngester ingester = new TestIngester(options)) {
            ingester.spans(1, 2);
            ingester.profile(5);
        }
        try (TestIngester ingester = new TestIngester(options)) {
            assertThat(ingester.spanIds()).containsExactlyInAnyOrder(1L, 2L);
            assertThat(ingester.profileValues()).containsExactly(5L);
        }
    }

    @Test
    void aFlushMovesDataIntoBlocksAndLeavesNothingLive() throws IOException {
        try (TestIngester ingester = new TestIngester(options)) {
            ingester.spans(1, 2);
            ingester.profile(5);
            ingester.ingester().flushAll();
            assertThat(ingester.ingester().spans(TestIngester.TENANT)).isEmpty();
            ingester.spans(3);
            assertThat(ingester.spanIds()).containsExactlyInAnyOrder(1L, 2L, 3L);
            assertThat(ingester.profileValues()).containsExactly(5L);
        }
        try (TestIngester ingester = new TestIngester(options)) {
            assertThat(ingester.spanIds()).containsExactlyInAnyOrder(1L, 2L, 3L);
            assertThat(ingester.profileValues()).containsExactly(5L);
        }
    }

    @Test
    void aSegmentThatIsBeingFlushedIsSeenOnceByWhoTookItBefore() throws IOException {
        try (TestIngester ingester = new TestIngester(options)) {
            ingester.spans(1);
            List<LiveSpans> before = ingester.ingester().spans(TestIngester.TENANT);
            ingester.ingester().flushAll();
            assertThat(before).hasSize(1);
            assertThat(before.getFirst().through()).isEqualTo(Long.MAX_VALUE);
            assertThat(ingester.spanIds()).containsExactly(1L);
        }
    }

    @Test
    void aStoreThatFailsKeepsTheDataLiveUntilItWorksAgain() throws IOException {
        TestStore failing = new TestStore(store);
        try (TestIngester ingester = new TestIngester(TestIngester.Options.of(disk, failing, folder))) {
            ingester.spans(1);
            failing.fail(true);
            assertThatThrownBy(() -> ingester.ingester().flushAll()).isInstanceOf(IOException.class);
            assertThat(ingester.ingester().trouble()).isNotEmpty();
            ingester.spans(2);
            failing.fail(false);
            assertThat(ingester.spanIds()).containsExactlyInAnyOrder(1L, 2L);
            ingester.ingester().flushAll();
            assertThat(ingester.ingester().trouble()).isEmpty();
            assertThat(ingester.spanIds()).containsExactlyInAnyOrder(1L, 2L);
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aLogThatIsRemovedUnderTheProcessMakesBlocksOfWhatIsLiveAndGoesOn() throws IOException {
        try (TestIngester ingester = new TestIngester(options)) {
            ingester.spans(1);
            deleteAll(folder.resolve("wal"));
            while (ingester.blocks() == 0) {
                Thread.onSpinWait();
            }
            assertThat(ingester.spans(2).stored()).isEqualTo(1);
            assertThat(ingester.spanIds()).containsExactlyInAnyOrder(1L, 2L);
        }
        try (TestIngester ingester = new TestIngester(options)) {
            assertThat(ingester.spanIds()).containsExactlyInAnyOrder(1L, 2L);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void liveMemoryIsBoundedAndComesBackWithAFlush() throws IOException {
        try (TestIngester ingester = new TestIngester(options.withLiveBytes(100_000))) {
            long[] ids = LongStream.range(1, 50).toArray();
            BackendException refusal = fill(ingester, ids);
            assertThat(refusal.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(refusal.reason()).isEqualTo("live_memory_full");
            assertThat(refusal.retryAfter()).isPresent();
            ingester.ingester().flushAll();
            assertThat(ingester.spans(1000).stored()).isEqualTo(1);
        }
    }

    private static BackendException fill(TestIngester ingester, long[] ids) {
        for (int i = 0; i < 1000; i++) {
            try {
                ingester.spans(ids);
            } catch (BackendException e) {
                return e;
            }
        }
        throw new AssertionError("live memory never ran full");
    }

    @Test
    void aReplayOfMoreThanFitsIntoMemoryWritesBlocks() throws IOException {
        try (TestIngester ingester = new TestIngester(options)) {
            for (long i = 0; i < 200; i++) {
                ingester.spans(i * 10 + 1, i * 10 + 2, i * 10 + 3);
            }
        }
        try (TestIngester ingester = new TestIngester(options.withLiveBytes(100_000))) {
            List<Long> ids = ingester.spanIds();
            assertThat(ids).hasSize(600).doesNotHaveDuplicates();
            assertThat(store.list(dev.spanflame.objectstore.ListRequest.objects("anonymous/traces/"))
                            .objects())
                    .isNotEmpty();
        }
    }

    @Test
    void spansAboveTheLimitOfATraceAreRefusedAndTheOthersKept() throws IOException {
        try (TestIngester ingester = new TestIngester(options.withSpansPerTrace(4))) {
            ingester.spans(1, 2, 3);
            SpanIntake.Result result = ingester.spans(4, 5, 6);
            assertThat(result.stored()).isEqualTo(1);
            assertThat(result.refused()).containsEntry(SpanBatch.Refusal.TRACE_TOO_LARGE, 2);
        }
        try (TestIngester ingester = new TestIngester(options)) {
            assertThat(ingester.spanIds()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void flushesAndRequestsAtOnceLoseAndDoubleNothing() throws Exception {
        int senders = 4;
        int each = 100;
        try (TestIngester ingester = new TestIngester(options);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                int sender = s;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        ingester.spans(sender * 1000L + i + 1);
                    }
                }));
            }
            for (int i = 0; i < 10; i++) {
                ingester.ingester().flushAll();
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(ingester.spanIds()).hasSize(senders * each).doesNotHaveDuplicates();
        }
    }
}
