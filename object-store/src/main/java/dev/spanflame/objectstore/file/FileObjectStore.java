package dev.spanflame.objectstore.file;

import dev.spanflame.objectstore.HealthRecord;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectKeys;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.PayloadReader;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import dev.spanflame.objectstore.StoreHealth;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Objects as files in one folder of a local file system. Thread-safe; several processes may share the
/// folder.
///
/// ```
/// put            write .tmp/x, sync x, rename x to KEY, sync KEY's directory
/// put if absent  write .tmp/x, sync x, link x as KEY, sync KEY's directory, delete x
/// ```
///
/// An object is therefore under its key whole or not at all, and durable when the call returns. The path is
/// the key (see [FileNames]); `.tmp` cannot be the name of a key's segment, so unfinished files are never
/// listed.
public final class FileObjectStore implements ObjectStore {
    /// A put starts again when a deletion took its directory, or a sweep its unfinished file, away; this
    /// often.
    private static final int ATTEMPTS = 100;

    private final Path root;
    private final Disk disk;
    private final UnfinishedFiles unfinished;
    private final FileListing listing;
    private final FileTrouble trouble;
    private final HealthRecord health;

    /// Opens the store in `root`, which is created if it is missing, and removes what dead processes left
    /// unfinished.
    public FileObjectStore(Path root, Disk disk, InstantSource clock) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        this.disk = disk;
        this.unfinished = new UnfinishedFiles(this.root.resolve(".tmp"), disk, clock);
        this.listing = new FileListing(this.root, disk);
        this.trouble = new FileTrouble(this.root, disk);
        this.health = new HealthRecord(this.root.toString(), clock);
        trouble.explain("open the store", () -> {
            disk.createDirectories(this.root);
            unfinished.sweep();
            return true;
        });
    }

    @Override
    public void put(String key, Payload payload) throws IOException {
        Path path = FileNames.path(root, key);
        watched("store '" + key + "'", () -> {
            try (PayloadReader reader = PayloadReader.open(payload, disk)) {
                return publish(path, reader, (file, target) -> {
                    disk.rename(file, target);
                    return PutResult.CREATED;
                });
            }
        });
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) throws IOException {
        Path path = FileNames.path(root, key);
        return watched("store '" + key + "'", () -> {
            if (stat(path).isPresent()) {
                syncEntry(path);
                return PutResult.EXISTS;
            }
            return publish(path, new PayloadReader.OfBytes(bytes), this::linkIfAbsent);
        });
    }

    /// A file has its name before the name is durable.
    @Override
    public void settle(String key) throws IOException {
        Path path = FileNames.path(root, key);
        boolean _ = watched("settle '" + key + "'", () -> {
            syncEntry(path);
            return true;
        });
    }

    /// Gives a finished file its name.
    private interface Naming {
        PutResult name(Path file, Path target) throws IOException;
    }

    private PutResult linkIfAbsent(Path file, Path target) throws IOException {
        try {
            disk.link(file, target);
            return PutResult.CREATED;
        } catch (FileAlreadyExistsException e) {
            if (disk.isDirectory(target)) {
                throw e;
            }
            return PutResult.EXISTS;
        }
    }

    private PutResult publish(Path target, PayloadReader content, Naming naming) throws IOException {
        NoSuchFileException last = new NoSuchFileException(target.toString());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path file = unfinished.next();
            try {
                unfinished.write(file, content);
                disk.createDirectories(parentOf(target));
                removeEmptyFolder(target);
                PutResult result = naming.name(file, target);
                syncEntry(target);
                disk.delete(file);
                return result;
            } catch (NoSuchFileException e) {
                unfinished.abandon(file, e);
                last = e;
            } catch (IOException e) {
                unfinished.abandon(file, e);
                throw e;
            }
        }
        throw last;
    }

    /// Makes the entry of an object durable, whoever made it: who learns that an object exists may build on
    /// it.
    ///
    /// A directory that is gone held the object, which somebody deleted meanwhile: then there is nothing to
    /// sync.
    private void syncEntry(Path path) throws IOException {
        try {
            disk.syncDirectory(parentOf(path));
        } catch (NoSuchFileException e) {
            if (disk.exists(path)) {
                throw e;
            }
        }
    }

    @Override
    public byte[] get(String key) throws IOException {
        Path path = FileNames.path(root, key);
        return watched("read '" + key + "'", () -> {
            try (DiskFile file = openObject(key, path)) {
                return read(file, 0, wholeLength(key, file.size()));
            }
        });
    }

    @Override
    public byte[] range(String key, long offset, int length) throws IOException {
        ObjectKeys.checkRange(offset, length);
        Path path = FileNames.path(root, key);
        return watched("read '" + key + "'", () -> {
            try (DiskFile file = openObject(key, path)) {
                return read(file, offset, Math.clamp(file.size() - offset, 0, length));
            }
        });
    }

    private static int wholeLength(String key, long size) throws StoreException {
        if (size > Integer.MAX_VALUE - 8) {
            throw new StoreException(
                    Trouble.REFUSED,
                    "object '" + key + "' of " + size + " bytes is too large to be read whole; read ranges");
        }
        return (int) size;
    }

    private static byte[] read(DiskFile file, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("the file ended at " + (offset + bytes.position()) + " bytes while it was read");
            }
        }
        return bytes.array();
    }

    private DiskFile openObject(String key, Path path) throws IOException {
        try {
            return disk.open(path);
        } catch (NoSuchFileException e) {
            // It was not there a moment ago: true, though another thread may have made it since.
            throw new NoSuchObjectException(key);
        } catch (FileSystemException e) {
            if (stat(path).isEmpty()) {
                throw new NoSuchObjectException(key);
            }
            throw e;
        }
    }

    @Override
    public Listing list(ListRequest request) throws IOException {
        return watched("list '" + request.prefix() + "'", () -> listing.list(request));
    }

    @Override
    public Optional<ObjectInfo> head(String key) throws IOException {
        Path path = FileNames.path(root, key);
        return watched("look at '" + key + "'", () -> stat(path));
    }

    private Optional<ObjectInfo> stat(Path path) throws IOException {
        return disk.stat(path)
                .filter(stat -> !stat.directory())
                .map(stat -> new ObjectInfo(listing.keyOf(path), stat.size(), stat.modified()));
    }

    @Override
    public void delete(String key) throws IOException {
        Path path = FileNames.path(root, key);
        watched("delete '" + key + "'", () -> {
            if (stat(path).isPresent()) {
                disk.delete(path);
            }
            syncDeletion(path);
            removeEmptyFolders(parentOf(path));
            return true;
        });
    }

    /// Where the directory itself is gone, another deletion removed it, and what has to last is that removal.
    private void syncDeletion(Path path) throws IOException {
        Path directory = parentOf(path);
        while (true) {
            try {
                disk.syncDirectory(directory);
                return;
            } catch (NoSuchFileException e) {
                if (directory.equals(root)) {
                    throw e;
                }
                directory = parentOf(directory);
            }
        }
    }

    private void removeEmptyFolders(Path from) throws IOException {
        Path folder = from;
        while (!folder.equals(root) && removeEmptyFolder(folder)) {
            folder = parentOf(folder);
        }
    }

    /// Best effort: a folder that is in use, or comes to be used meanwhile, stays.
    private boolean removeEmptyFolder(Path folder) throws IOException {
        if (!disk.isDirectory(folder) || !disk.list(folder).isEmpty()) {
            return false;
        }
        try {
            disk.delete(folder);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    private <T> T watched(String what, HealthRecord.Call<T> call) throws IOException {
        return health.watch(() -> trouble.explain(what, call));
    }

    private static Path parentOf(Path path) {
        @Nullable Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalStateException(path + " has no parent");
        }
        return parent;
    }

    @Override
    public StoreHealth health() {
        return health.now();
    }

    @Override
    public void close() {}
}
