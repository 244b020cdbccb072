package dev.spanflame.objectstore.file;

import dev.spanflame.objectstore.HealthRecord;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import dev.spanflame.objectstore.disk.Disk;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// Turns what the file system refused into a [StoreException] with cause and remedy.
final class FileTrouble {
    /// Below this much free space a failed write is put down to a full disk whatever its words.
    private static final long NEARLY_FULL_BYTES = 1 << 20;

    private final Path root;
    private final Disk disk;

    FileTrouble(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    /// Makes a call; `action` says what it does, as in "store 'key'".
    <T> T explain(String action, HealthRecord.Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (StoreException | NoSuchObjectException | NoSuchFileException | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw explained(action, e);
        }
    }

    private StoreException explained(String action, IOException e) {
        String start = "cannot " + action + " in " + root + ": ";
        return switch (e) {
            case EOFException _ -> new StoreException(Trouble.DAMAGED, start + e.getMessage(), e);
            case FileAlreadyExistsException there -> namesClash(start + there.getFile(), e);
            case DirectoryNotEmptyException there -> namesClash(start + there.getFile(), e);
            case AccessDeniedException denied ->
                new StoreException(
                        Trouble.DENIED,
                        start + "no permission for " + denied.getFile() + "; give the user of this process the rights",
                        e);
            default -> byWords(start, e);
        };
    }

    private static StoreException namesClash(String start, IOException e) {
        return new StoreException(
                Trouble.REFUSED, start + " is there already; an object's key cannot be a folder of another's", e);
    }

    private StoreException byWords(String start, IOException e) {
        String words = String.valueOf(e.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded") || nearlyFull()) {
            return new StoreException(
                    Trouble.FULL, start + "no space left on the file system; free some or raise the quota", e);
        }
        if (lower.contains("read-only file system")) {
            return new StoreException(Trouble.DENIED, start + "the file system is mounted read-only", e);
        }
        if (lower.contains("is a directory") || lower.contains("not a directory")) {
            return namesClash(start + words, e);
        }
        return new StoreException(
                Trouble.UNREACHABLE, start + words + "; the disk may be failing, look into the kernel's log", e);
    }

    private boolean nearlyFull() {
        try {
            return disk.freeBytes(root) < NEARLY_FULL_BYTES;
        } catch (IOException e) {
            return false;
        }
    }
}
