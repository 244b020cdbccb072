package dev.spanflame.server.warm;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// Gives back memory in which files of the program lie: libraries of the JVM and its cache of classes, most of
/// which a process needs when it starts. What it needs again is read from the file again.
///
/// By `madvise(2)` with `MADV_PAGEOUT`, which loses nothing, whatever it is asked for: pages that were written to
/// stay, or go to swap where there is some. Linux 5.4 and later do it for files that the user of the process owns or
/// may write; elsewhere nothing
/// happens.
final class PageReturn {
    private static final Path MAPS = Path.of("/proc/self/maps");
    /// `MADV_PAGEOUT`.
    private static final int PAGE_OUT = 21;
    /// Columns of a line of `/proc/self/maps`: addresses, permissions, offset, device, inode, file.
    private static final int COLUMNS = 6;

    private static final int HEX = 16;

    private PageReturn() {}

    /// Gives back what it can of the JVM's files.
    static void release() {
        String home = System.getProperty("java.home") + "/";
        release(file -> file.startsWith(home) || file.endsWith(".aot"));
    }

    /// Gives back what it can of mapped files whose path is one of these.
    static void release(Predicate<String> files) {
        if (!Files.isReadable(MAPS)) {
            return;
        }
        try {
            Optional<MethodHandle> advise = madvise();
            if (advise.isPresent()) {
                for (String line : Files.readAllLines(MAPS)) {
                    release(line, files, advise.get());
                }
            }
        } catch (IOException | RuntimeException e) {
            System.getLogger("server").log(System.Logger.Level.DEBUG, "no pages were given back", e);
        }
    }

    private static void release(String line, Predicate<String> files, MethodHandle advise) {
        String[] columns = line.split(" +", COLUMNS);
        if (columns.length == COLUMNS && files.test(columns[COLUMNS - 1])) {
            int dash = columns[0].indexOf('-');
            long from = Long.parseUnsignedLong(columns[0], 0, dash, HEX);
            long to = Long.parseUnsignedLong(columns[0], dash + 1, columns[0].length(), HEX);
            advise(advise, from, to - from);
        }
    }

    // the answer says whether the system knows this advice, and there is nothing to do if it does not
    private static void advise(MethodHandle madvise, long address, long length) {
        try {
            int _ = (int) madvise.invokeExact(MemorySegment.ofAddress(address), length, PAGE_OUT);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// The function of the C library, where numbers of advice are those of Linux.
    private static Optional<MethodHandle> madvise() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor type = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
        return linker.defaultLookup().find("madvise").map(address -> linker.downcallHandle(address, type));
    }
}
