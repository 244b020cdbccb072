package dev.spanflame.block.parquet.encoding;

import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The native code of zstd, which has to be unpacked into a file before it can be used.
///
/// Left to its first use, that would happen in the folder for temporary files and at the first flush: where there is no
/// room at that moment the process could write no block for the rest of its life. The file is removed once it is
/// loaded.
public final class ZstdLibrary {
    private static final String FILES = "libzstd-jni-*";

    private ZstdLibrary() {}

    /// Loads it from `folder`, which is for this process alone and is emptied of what others left that were killed on
    /// the way; where that cannot be done, from the folder for temporary files.
    ///
    /// Throws [IOException] where neither can be done.
    public static void load(Path folder) throws IOException {
        if (Native.isLoaded()) {
            return;
        }
        try {
            Files.createDirectories(folder);
            clear(folder);
            Native.load(folder.toFile());
        } catch (IOException | LinkageError first) {
            try {
                Native.load();
            } catch (LinkageError second) {
                IOException failure = new IOException(
                        "the native code of zstd can be unpacked and loaded neither in " + folder + " ("
                                + first.getMessage() + ") nor in " + System.getProperty("java.io.tmpdir") + " ("
                                + second.getMessage() + "); make room, or mount one of them without noexec",
                        second);
                failure.addSuppressed(first);
                throw failure;
            }
        }
    }

    /// A file that is still mapped by somebody may go.
    private static void clear(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FILES)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
