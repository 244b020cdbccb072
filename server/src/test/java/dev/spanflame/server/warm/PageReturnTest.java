package dev.spanflame.server.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageReturnTest {
    private static final Path SMAPS = Path.of("/proc/self/smaps");
    private static final int SIZE = 1 << 20;
    private static final int PAGE = 4096;

    @TempDir
    private Path folder;

    @Test
    void pagesOfFilesAreGivenBackAndReadAgain() throws IOException {
        assumeTrue(Files.isReadable(SMAPS), "SKIPPED-SYSTEM: no /proc");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment given = mapped("given", MapMode.READ_ONLY, arena);
            MemorySegment other = mapped("other", MapMode.READ_ONLY, arena);
            sum(given);
            sum(other);
            assertThat(resident("given")).isEqualTo(SIZE);

            PageReturn.release(file -> file.equals(folder.resolve("given").toString()));

            assertThat(resident("given")).isZero();
            assertThat(resident("other")).isEqualTo(SIZE);
            assertThat(sum(given)).isEqualTo(7 * (SIZE / PAGE));
            assertThat(resident("given")).isEqualTo(SIZE);
        }
    }

    @Test
    void whatWasWrittenStays() throws IOException {
        assumeTrue(Files.isReadable(SMAPS), "SKIPPED-SYSTEM: no /proc");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment written = mapped("written", MapMode.PRIVATE, arena);
            for (int at = 0; at < SIZE; at += PAGE) {
                written.set(ValueLayout.JAVA_BYTE, at, (byte) 9);
            }

            PageReturn.release(file -> file.endsWith("/written"));

            assertThat(sum(written)).isEqualTo(9 * (SIZE / PAGE));
        }
    }

    @Test
    void filesOfTheJvmAreGivenBack() throws IOException {
        Path library = Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so");
        assumeTrue(Files.isReadable(SMAPS) && Files.isWritable(library), "SKIPPED-SYSTEM: not the user's JVM");
        long before = resident("libjvm.so");

        PageReturn.release();

        assertThat(resident("libjvm.so")).isLessThan(before);
    }

    private MemorySegment mapped(String name, MapMode mode, Arena arena) throws IOException {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) 7);
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // only what is on the disk can be let go
            channel.force(true);
            return channel.map(mode, 0, SIZE, arena);
        }
    }

    private static int sum(MemorySegment bytes) {
        int sum = 0;
        for (int at = 0; at < SIZE; at += PAGE) {
            sum += bytes.get(ValueLayout.JAVA_BYTE, at);
        }
        return sum;
    }

    /// Bytes in memory of mapped files of that name.
    private static long resident(String name) throws IOException {
        List<String> lines = Files.readAllLines(SMAPS);
        long sum = 0;
        boolean isOf = false;
        for (String line : lines) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                isOf = line.endsWith("/" + name);
            } else if (isOf && line.startsWith("Rss:")) {
                sum += Long.parseLong(line.replaceAll("\\D+", "")) << 10;
            }
        }
        return sum;
    }
}
