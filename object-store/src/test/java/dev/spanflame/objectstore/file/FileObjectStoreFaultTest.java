package dev.spanflame.objectstore.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import dev.spanflame.objectstore.disk.DiskFile;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.RealDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the file store does when the disk is full, fails, or holds things that are not its own.
class FileObjectStoreFaultTest {
    private static final Path ROOT = Path.of("/data");

    @TempDir
    Path temporary = Path.of("target");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final ForgetfulDisk disk = new ForgetfulDisk(clock);

    @Test
    void aFullDiskIsNamedAndLeavesNothingBehind() throws IOException {
        ObjectStore store = open();
        put(store, "a", "kept");
        disk.faults().limitSpace(1_000);
        assertTrouble(Trouble.FULL, "no space left", () -> store.put("b", Payload.of(new byte[2_000])));
        assertThat(store.health().trouble()).contains(Trouble.FULL);
        assertThat(store.health().message()).contains("free some");
        assertThat(disk.list(ROOT.resolve(".tmp"))).isEmpty();
        put(store, "b", "fits");
        assertThat(store.health().trouble()).isEmpty();
        assertThat(store.get("a")).isEqualTo("kept".getBytes(UTF_8));
    }

    @Test
    void afterAFailedSyncTheObjectIsNotThere() throws IOException {
        ObjectStore store = open();
        put(store, "t/a", "old");
        disk.faults().failSyncAt(disk.faults().syncs() + 1);
        assertTrouble(Trouble.UNREACHABLE, "Input/output error", () -> put(store, "t/a", "new"));
        assertThat(store.get("t/a")).isEqualTo("old".getBytes(UTF_8));
        assertThat(disk.list(ROOT.resolve(".tmp"))).isEmpty();
        put(store, "t/a", "new");
        assertThat(store.get("t/a")).isEqualTo("new".getBytes(UTF_8));
    }

    @Test
    void aKeyThatIsAFolderOfAnotherIsRefused() throws IOException {
        ObjectStore store = open();
        put(store, "a/b", "1");
        assertTrouble(Trouble.REFUSED, "cannot be a folder", () -> put(store, "a", "x"));
        assertTrouble(Trouble.REFUSED, "cannot be a folder", () -> store.putIfAbsent("a", new byte[1]));
        assertTrouble(Trouble.REFUSED, "cannot be a folder", () -> put(store, "a/b/c", "x"));
        store.delete("a");
        assertThat(store.get("a/b")).isEqualTo("1".getBytes(UTF_8));
    }

    @Test
    void theSameClashOnTheRealDisk() throws IOException {
        ObjectStore store = new FileObjectStore(temporary, new RealDisk(), clock);
        put(store, "a/b", "1");
        assertTrouble(Trouble.REFUSED, "cannot be a folder", () -> put(store, "a", "x"));
        assertTrouble(Trouble.REFUSED, "cannot be a folder", () -> store.putIfAbsent("a", new byte[1]));
        assertTrouble(Trouble.REFUSED, "cannot be a folder", () -> put(store, "a/b/c", "x"));
    }

    @Test
    void aMissingLocalFileIsNamed() throws IOException {
        ObjectStore store = open();
        assertThatThrownBy(() -> store.put("a", Payload.of(Path.of("/nowhere/x"))))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("/nowhere/x");
    }

    @Test
    void aSegmentTooLongForAFileNameIsRefused() throws IOException {
        ObjectStore store = open();
        put(store, "x".repeat(255), "1");
        assertThatThrownBy(() -> put(store, "x".repeat(256), "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255");
        assertThatThrownBy(() -> put(store, "é".repeat(50), "1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void filesOfOthersAreNotListed() throws IOException {
        ObjectStore store = open();
        put(store, "a", "1");
        for (String name : new String[] {".DS_Store", "a%zz", "caf\u00e9", "a%2", "%61"}) {
            disk.create(ROOT.resolve(name)).close();
        }
        disk.createDirectories(ROOT.resolve("lost+found"));
        assertThat(store.list(ListRequest.objects("")).objects())
                .extracting(ObjectInfo::key)
                .containsExactly("a");
        assertThat(store.list(ListRequest.foldersOf("")).folders()).isEmpty();
    }

    @Test
    void unfinishedFilesAreSweptOnceTheyAreStale() throws IOException {
        open();
        Path leftOver = ROOT.resolve(".tmp/left-over");
        disk.createDirectories(ROOT.resolve(".tmp"));
        try (DiskFile file = disk.create(leftOver)) {
            file.write(ByteBuffer.allocate(10), 0);
        }
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(10)));
        open();
        assertThat(disk.exists(leftOver)).isTrue();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(10)));
        ObjectStore store = open();
        assertThat(disk.exists(leftOver)).isFalse();
        assertThat(store.list(ListRequest.objects("")).objects()).isEmpty();
    }

    @Test
    void aPutSurvivesTheRemovalOfItsFolderByADelete() throws Exception {
        ObjectStore store = new FileObjectStore(temporary, new RealDisk(), InstantSource.system());
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<?> first = threads.submit(() -> putAndDelete(store, "t/traces/day/one"));
            Future<?> second = threads.submit(() -> putAndDelete(store, "t/traces/day/two"));
            for (int i = 0; i < 60; i++) {
                String key = "t/traces/day/mine-" + i % 3;
                store.putIfAbsent(key, ("" + i).getBytes(UTF_8));
                assertThat(store.get(key)).isEqualTo(("" + i).getBytes(UTF_8));
                store.delete(key);
            }
            first.get();
            second.get();
        }
        assertThat(store.list(ListRequest.foldersOf("")).folders()).isEmpty();
    }

    private static boolean putAndDelete(ObjectStore store, String key) throws IOException {
        for (int i = 0; i < 60; i++) {
            put(store, key, "x");
            store.delete(key);
        }
        return true;
    }

    private FileObjectStore open() throws IOException {
        return new FileObjectStore(ROOT, disk, clock);
    }

    private static void put(ObjectStore store, String key, String content) throws IOException {
        store.put(key, Payload.of(content.getBytes(UTF_8)));
    }

    private static void assertTrouble(Trouble trouble, String words, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.trouble()).isEqualTo(trouble);
            assertThat(e).hasMessageContaining(words);
        });
    }
}
