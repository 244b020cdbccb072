package dev.spanflame.agent.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A new file that nobody else may read or write, and that is deleted when it is closed.
///
/// Its name is made of the time: the JDK's names for such files come from its random numbers for keys,
/// which a host that needs none would pay for with memory and time.
final class FreshFile implements AutoCloseable {
    private static final int ATTEMPTS = 10;
    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path path;
    private final FileChannel channel;

    private FreshFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// One in this folder, where no file and no link of its name was before.
    static FreshFile create(Path folder, String prefix, String suffix) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path path = folder.resolve(prefix + Long.toHexString(System.nanoTime()) + suffix);
            try {
                return new FreshFile(path, open(path));
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static FileChannel open(Path path) throws IOException {
        try {
            FileAttribute<?> ownerOnly =
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            return FileChannel.open(path, OPTIONS, ownerOnly);
        } catch (UnsupportedOperationException e) {
            // a file system without owners
            return FileChannel.open(path, OPTIONS);
        }
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
