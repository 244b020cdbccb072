package dev.spanflame.objectstore.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Disk] does while the power is on; each implementation subclasses it.
public abstract class DiskContract {
    private Disk disk = new RealDisk();
    private Path folder = Path.of("/");

    /// The disk to test.
    protected abstract Disk disk();

    /// A directory on it that exists and is empty.
    protected abstract Path folder() throws IOException;

    @BeforeEach
    void open() throws IOException {
        disk = disk();
        folder = folder();
    }

    @Test
    void aCreatedFileIsEmptyAndThere() throws IOException {
        Path path = folder.resolve("a");
        try (DiskFile file = disk.create(path)) {
            assertThat(file.size()).isZero();
            assertThat(file.read(ByteBuffer.allocate(1), 0)).isEqualTo(-1);
        }
        assertThat(disk.exists(path)).isTrue();
        assertThat(disk.isDirectory(path)).isFalse();
    }

    @Test
    void creatingWhatIsThereFails() throws IOException {
        store("a", "1");
        assertThatThrownBy(() -> disk.create(folder.resolve("a"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(text("a")).isEqualTo("1");
    }

    @Test
    void aMissingParentIsNoSuchFile() throws IOException {
        store("a", "1");
        Path deep = folder.resolve("no/b");
        assertThatThrownBy(() -> disk.create(deep)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.open(deep)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.link(folder.resolve("a"), deep)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.rename(folder.resolve("a"), deep)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.syncDirectory(folder.resolve("no"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void openingADirectoryFails() throws IOException {
        disk.createDirectories(folder.resolve("d"));
        assertThatThrownBy(() -> disk.open(folder.resolve("d"))).isInstanceOf(FileSystemException.class);
    }

    @Test
    void writesLandAtTheirPositionAndGapsAreZero() throws IOException {
        try (DiskFile file = disk.create(folder.resolve("a"))) {
            file.write(bytes("xyz"), 5);
            file.write(bytes("ab"), 1);
            assertThat(file.size()).isEqualTo(8);
            ByteBuffer all = ByteBuffer.allocate(20);
            while (file.read(all, all.position()) > 0) {}
            assertThat(new String(all.array(), 0, all.position(), UTF_8)).isEqualTo("\0ab\0\0xyz");
        }
    }

    @Test
    void aWriteTakesTheBytesBetweenPositionAndLimit() throws IOException {
        try (DiskFile file = disk.create(folder.resolve("a"))) {
            ByteBuffer source = bytes("0123456789").position(2).limit(5);
            file.write(source, 0);
            assertThat(source.hasRemaining()).isFalse();
            assertThat(source.limit()).isEqualTo(5);
        }
        assertThat(text("a")).isEqualTo("234");
    }

    @Test
    void largeWritesAndReadsAreWhole() throws IOException {
        byte[] large = new byte[3_500_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ((i * 31) >>> 3);
        }
        try (DiskFile file = disk.create(folder.resolve("large"))) {
            file.write(ByteBuffer.wrap(large), 0);
        }
        assertThat(content("large")).isEqualTo(large);
    }

    @Test
    void truncateCutsAndNeverGrows() throws IOException {
        store("a", "0123456789");
        try (DiskFile file = disk.open(folder.resolve("a"))) {
            file.truncate(4);
            file.truncate(100);
            assertThat(file.size()).isEqualTo(4);
            file.write(bytes("z"), 6);
            file.sync();
        }
        assertThat(text("a")).isEqualTo("0123\0\0z");
    }

    @Test
    void aClosedFileRefusesWork() throws IOException {
        DiskFile file = disk.create(folder.resolve("a"));
        file.close();
        file.close();
        assertThatThrownBy(() -> file.write(bytes("x"), 0)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(file::sync).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void renameReplacesTheFileThatWasThere() throws IOException {
        store("from", "new");
        store("to", "old");
        disk.rename(folder.resolve("from"), folder.resolve("to"));
        assertThat(text("to")).isEqualTo("new");
        assertThat(disk.list(folder)).containsExactly("to");
    }

    @Test
    void renameMovesBetweenDirectories() throws IOException {
        disk.createDirectories(folder.resolve("x/y"));
        store("from", "1");
        disk.rename(folder.resolve("from"), folder.resolve("x/y/to"));
        assertThat(text("x/y/to")).isEqualTo("1");
        assertThat(disk.exists(folder.resolve("from"))).isFalse();
    }

    @Test
    void renameOverADirectoryFailsAndKeepsBoth() throws IOException {
        disk.createDirectories(folder.resolve("d"));
        store("from", "1");
        assertThatThrownBy(() -> disk.rename(folder.resolve("from"), folder.resolve("d")))
                .isInstanceOf(FileSystemException.class);
        assertThat(disk.list(folder)).containsExactly("d", "from");
    }

    @Test
    void anOpenFileStaysReadableWhenItsNameIsTaken() throws IOException {
        store("a", "old");
        store("b", "new");
        try (DiskFile file = disk.open(folder.resolve("a"))) {
            disk.rename(folder.resolve("b"), folder.resolve("a"));
            ByteBuffer read = ByteBuffer.allocate(3);
            file.read(read, 0);
            assertThat(new String(read.array(), UTF_8)).isEqualTo("old");
            disk.delete(folder.resolve("a"));
            assertThat(file.size()).isEqualTo(3);
        }
    }

    @Test
    void linkGivesASecondNameToOneFile() throws IOException {
        store("a", "1");
        disk.link(folder.resolve("a"), folder.resolve("b"));
        try (DiskFile file = disk.open(folder.resolve("b"))) {
            file.write(bytes("2"), 0);
        }
        disk.delete(folder.resolve("b"));
        assertThat(text("a")).isEqualTo("2");
    }

    @Test
    void linkNeverReplaces() throws IOException {
        store("a", "1");
        store("b", "2");
        disk.createDirectories(folder.resolve("d"));
        assertThatThrownBy(() -> disk.link(folder.resolve("a"), folder.resolve("b")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.link(folder.resolve("a"), folder.resolve("d")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.link(folder.resolve("none"), folder.resolve("c")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(text("b")).isEqualTo("2");
    }

    @Test
    void ofManyLinksOfOneNameExactlyOneWins() throws Exception {
        int threads = 8;
        for (int round = 0; round < 20; round++) {
            String name = "target-" + round;
            List<Callable<Boolean>> links = new ArrayList<>();
            CyclicBarrier start = new CyclicBarrier(threads);
            for (int i = 0; i < threads; i++) {
                String source = "source-" + round + "-" + i;
                store(source, source);
                links.add(() -> {
                    start.await();
                    return links(source, name);
                });
            }
            assertThat(together(links)).containsOnlyOnce(true);
        }
    }

    private boolean links(String source, String name) throws IOException {
        try {
            disk.link(folder.resolve(source), folder.resolve(name));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Test
    void deleteRemovesFilesAndEmptyDirectories() throws IOException {
        disk.createDirectories(folder.resolve("d"));
        store("a", "1");
        disk.delete(folder.resolve("a"));
        disk.delete(folder.resolve("d"));
        disk.delete(folder.resolve("never"));
        disk.delete(folder.resolve("no/where"));
        assertThat(disk.list(folder)).isEmpty();
    }

    @Test
    void aDirectoryInUseIsNotDeleted() throws IOException {
        disk.createDirectories(folder.resolve("d"));
        store("d/a", "1");
        assertThatThrownBy(() -> disk.delete(folder.resolve("d"))).isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(text("d/a")).isEqualTo("1");
    }

    @Test
    void createDirectoriesMakesParentsAndAcceptsWhatIsThere() throws IOException {
        disk.createDirectories(folder.resolve("x/y/z"));
        disk.createDirectories(folder.resolve("x/y/z"));
        disk.delete(folder.resolve("x/y/z"));
        disk.createDirectories(folder.resolve("x/y/z"));
        assertThat(disk.isDirectory(folder.resolve("x/y/z"))).isTrue();
    }

    @Test
    void createDirectoriesFailsWhereAFileIsInTheWay() throws IOException {
        store("a", "1");
        assertThatThrownBy(() -> disk.createDirectories(folder.resolve("a")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.createDirectories(folder.resolve("a/b")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void listIsSortedAndEmptyForWhatDoesNotExist() throws IOException {
        store("b", "");
        store("a", "");
        disk.createDirectories(folder.resolve("c"));
        assertThat(disk.list(folder)).containsExactly("a", "b", "c");
        assertThat(disk.list(folder.resolve("none"))).isEmpty();
    }

    @Test
    void statTellsSizeTimeAndKind() throws IOException {
        Instant before = Instant.now().minus(Duration.ofSeconds(5));
        store("a", "12345");
        disk.createDirectories(folder.resolve("d"));
        FileStat file = disk.stat(folder.resolve("a")).orElseThrow();
        assertThat(file.size()).isEqualTo(5);
        assertThat(file.directory()).isFalse();
        assertThat(file.modified()).isBetween(before, Instant.now().plus(Duration.ofSeconds(5)));
        assertThat(disk.stat(folder.resolve("d")).orElseThrow().directory()).isTrue();
        assertThat(disk.stat(folder.resolve("none"))).isEmpty();
        assertThat(disk.stat(folder.resolve("a/b"))).isEmpty();
    }

    @Test
    void syncsSucceedOnFilesAndDirectories() throws IOException {
        store("a", "1");
        disk.syncDirectory(folder);
        assertThat(disk.freeBytes(folder.resolve("not/there/yet"))).isPositive();
        assertThatThrownBy(() -> disk.syncDirectory(folder.resolve("a"))).isInstanceOf(FileSystemException.class);
    }

    @Test
    void anInterruptNeitherFailsACallNorClosesTheFile() throws Exception {
        store("a", "0123456789");
        try (DiskFile file = disk.open(folder.resolve("a"))) {
            Thread.currentThread().interrupt();
            file.write(bytes("X"), 3);
            assertThat(Thread.interrupted()).isTrue();
            List<Callable<Boolean>> users = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                users.add(() -> readsUnderInterrupts(file));
            }
            assertThat(together(users)).containsOnly(true);
            assertThat(text("a")).isEqualTo("012X456789");
        }
    }

    private static boolean readsUnderInterrupts(DiskFile file) throws IOException {
        for (int i = 0; i < 500; i++) {
            if (i % 7 == 0) {
                Thread.currentThread().interrupt();
            }
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(one, 3);
            if (one.array()[0] != 'X') {
                return false;
            }
            if (i % 50 == 0) {
                file.sync();
            }
        }
        return Thread.interrupted();
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        }
    }

    private void store(String name, String content) throws IOException {
        try (DiskFile file = disk.create(folder.resolve(name))) {
            file.write(bytes(content), 0);
            file.sync();
        }
    }

    private String text(String name) throws IOException {
        return new String(content(name), UTF_8);
    }

    private byte[] content(String name) throws IOException {
        try (DiskFile file = disk.open(folder.resolve(name))) {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            while (all.hasRemaining()) {
                assertThat(file.read(all, all.position())).isPositive();
            }
            return all.array();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
