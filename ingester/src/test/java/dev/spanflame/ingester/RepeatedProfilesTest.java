package dev.spanflame.ingester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sender that got no answer sends again: what it sends must not count twice.
class RepeatedProfilesTest {
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
    void aProfileThatIsSentTwiceIsStoredOnce() throws IOException {
        try (TestIngester ingester = new TestIngester(options)) {
            ingester.profile(5);
            ingester.profile(5);
            assertThat(ingester.profileValues()).containsExactly(5L);
            assertThat(ingester.meters.value("spanflame_repeated_profiles_total", TestIngester.TENANT.id()))
                    .isEqualTo(1);
        }
    }

    @Test
    void twoReplicasWithEqualLabelsAndStartAreBothStored() throws IOException {
        try (TestIngester ingester = new TestIngester(options)) {
            ingester.profile(5);
            ingester.profile(6);
            ingester.ingester().flushAll();
            assertThat(ingester.profileValues()).containsExactlyInAnyOrder(5L, 6L);
        }
    }

    @Test
    void aProfileIsKnownAfterARestart() throws IOException {
        try (TestIngester ingester = new TestIngester(options)) {
            ingester.profile(5);
        }
        try (TestIngester ingester = new TestIngester(options)) {
            ingester.profile(5);
            ingester.profile(7);
            assertThat(ingester.profileValues()).containsExactlyInAnyOrder(5L, 7L);
        }
        try (TestIngester ingester = new TestIngester(options)) {
            assertThat(ingester.profileValues()).containsExactlyInAnyOrder(5L, 7L);
        }
    }

    @Test
    void manySendersOfTheSameProfileAtOnceStoreItOnce() throws Exception {
        try (TestIngester ingester = new TestIngester(options);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                int value = 1 + i % 2;
                all.add(threads.submit(() -> ingester.profile(value)));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(ingester.profileValues()).containsExactlyInAnyOrder(1L, 2L);
        }
    }
}
