package dev.spanflame.objectstore.disk;

import dev.spanflame.objectstore.disk.ForgetfulDirectory.Assignment;
import dev.spanflame.objectstore.disk.ForgetfulDirectory.Change;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The test twin of [RealDisk]: a file system in memory that knows what was synced and forgets the rest.
/// Thread-safe.
///
/// [#reboot] gives the disk as it may look after a power cut, for any [Survival]; this one is left as it
/// is, so one history can be cut in many ways. Faults are ordered at [#faults]: a power cut at the n-th
/// operation, an error at the n-th sync, a full disk. Operations are the calls that change or sync
/// something, one for each directory made.
///
/// Un-synced directory changes outlive a cut each for itself, as long as what is left makes sense: changes
/// of one name in their order, a rename wholly or not at all, a directory removed only with what emptied it.
public final class ForgetfulDisk implements Disk {
    /// A change this many changes old is written without being asked for, as systems do after some seconds.
    private static final int LONGEST_DELAY = 500;

    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final DiskFaults faults = new DiskFaults();
    private final ForgetfulDirectory root;

    /// Directory changes that are not durable, oldest first; guarded by `lock`, like all nodes.
    private final List<Change> pending = new ArrayList<>();

    /// Directories whose entries were synced since the start, as [RealDisk] remembers them: one whose sync
    /// failed is there and may yet go with the power. Guarded by `lock`.
    private final Set<ForgetfulDirectory> ensured = Collections.newSetFromMap(new IdentityHashMap<>());

    /// An empty disk.
    public ForgetfulDisk() {
        this(InstantSource.system());
    }

    /// An empty disk that takes its times from `clock`.
    public ForgetfulDisk(InstantSource clock) {
        this(clock, new ForgetfulDirectory(clock.instant()));
    }

    private ForgetfulDisk(InstantSource clock, ForgetfulDirectory root) {
        this.clock = clock;
        this.root = root;
    }

    /// Orders faults and counts operations.
    public DiskFaults faults() {
        return faults;
    }

    /// The disk after the power came back, with no faults ordered. Open files belong to the old disk.
    public ForgetfulDisk reboot(Survival survival) {
        return locked(() -> {
            List<Change> kept = ForgetfulDirectory.surviving(pending, survival);
            return new ForgetfulDisk(clock, root.afterPowerCut(kept, survival, ForgetfulDirectory.noCopies()));
        });
    }

    /// The same disk for another process, after one was killed: nothing is lost, nothing becomes durable by
    /// it.
    public void nextProcess() {
        boolean _ = locked(() -> {
            ensured.clear();
            return true;
        });
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        return changing(() -> {
            Place place = place(path);
            if (place.node() != null) {
                throw new FileAlreadyExistsException(path.toString());
            }
            faults.requireSpace(path, 0);
            ForgetfulInode inode = new ForgetfulInode(clock.instant());
            change(null, place.assign(inode));
            return new ForgetfulFile(this, path, inode);
        });
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return reading(() -> new ForgetfulFile(this, path, file(path)));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        changing(() -> {
            ForgetfulInode inode = file(from);
            Place target = place(to);
            if (target.node() instanceof ForgetfulDirectory) {
                throw new FileSystemException(from.toString(), to.toString(), "Is a directory");
            }
            if (target.node() != inode) {
                change(null, target.assign(inode), place(from).assign(null));
            }
            return true;
        });
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
        changing(() -> {
            ForgetfulInode inode = file(existing);
            Place target = place(link);
            if (target.node() != null) {
                throw new FileAlreadyExistsException(link.toString());
            }
            change(null, target.assign(inode));
            return true;
        });
    }

    @Override
    public void delete(Path path) throws IOException {
        changing(() -> {
            if (nodeAt(path) == null) {
                return true;
            }
            Place place = place(path);
            switch (place.node()) {
                case null -> {}
                case ForgetfulInode _ -> change(null, place.assign(null));
                case ForgetfulDirectory directory -> {
                    if (!directory.entries.isEmpty()) {
                        throw new DirectoryNotEmptyException(path.toString());
                    }
                    change(directory, place.assign(null));
                }
            }
            return true;
        });
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Path normal = normal(directory);
        lock.lock();
        try {
            for (int depth = 1; depth <= normal.getNameCount(); depth++) {
                createDirectory(subpath(normal, depth - 1), subpath(normal, depth));
            }
        } finally {
            lock.unlock();
        }
    }

    private void createDirectory(Path parent, Path path) throws IOException {
        if (!exists(path)) {
            changing(() -> {
                change(null, place(path).assign(new ForgetfulDirectory(clock.instant())));
                return true;
            });
        }
        if (!isDirectory(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        ForgetfulDirectory there = directory(path);
        if (!ensured.contains(there)) {
            syncDirectory(parent);
            ensured.add(there);
        }
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return reading(() -> switch (nodeAt(directory)) {
            case null -> List.of();
            case ForgetfulInode _ -> throw new NotDirectoryException(directory.toString());
            case ForgetfulDirectory there -> List.copyOf(there.entries.keySet());
        });
    }

    @Override
    public Optional<FileStat> stat(Path path) throws IOException {
        return reading(() -> switch (nodeAt(path)) {
            case null -> Optional.empty();
            case ForgetfulInode file -> Optional.of(new FileStat(file.size(), file.modified(), false));
            case ForgetfulDirectory there -> Optional.of(new FileStat(0, there.modified(), true));
        });
    }

    @Override
    public boolean exists(Path path) {
        return locked(() -> {
            faults.requirePower();
            return nodeAt(path) != null;
        });
    }

    @Override
    public boolean isDirectory(Path path) {
        return locked(() -> {
            faults.requirePower();
            return nodeAt(path) instanceof ForgetfulDirectory;
        });
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        changing(() -> {
            ForgetfulDirectory there = directory(directory);
            faults.countSync(directory);
            List<Change> settled = ForgetfulDirectory.settledBySync(there, pending);
            settled.forEach(Change::makeDurable);
            pending.removeIf(change -> settled.stream().anyMatch(done -> done == change));
            return true;
        });
    }

    @Override
    public long freeBytes(Path path) throws IOException {
        return reading(faults::freeBytes);
    }

    /// A call that may fail.
    interface Call<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /// A call that may not.
    private interface Look<T> {
        T run();
    }

    /// Makes a call that only reads.
    <T extends @Nullable Object> T reading(Call<T> call) throws IOException {
        lock.lock();
        try {
            faults.requirePower();
            return call.run();
        } finally {
            lock.unlock();
        }
    }

    /// Makes a call that counts as an operation. Where the power is cut at this one, it still takes effect
    /// (un-synced, so the [Survival] decides about it), except for a sync, which does not.
    <T> T changing(Call<T> call) throws IOException {
        lock.lock();
        try {
            faults.countOperation();
            T result = call.run();
            faults.requirePower();
            return result;
        } finally {
            lock.unlock();
        }
    }

    InstantSource clock() {
        return clock;
    }

    private <T> T locked(Look<T> look) {
        lock.lock();
        try {
            return look.run();
        } finally {
            lock.unlock();
        }
    }

    private void change(@Nullable ForgetfulDirectory removed, Assignment... assignments) {
        Change change = new Change(List.of(assignments), removed);
        for (Assignment assignment : change.assignments()) {
            faults.giveBack(assignment.applyNow());
        }
        pending.add(change);
        if (pending.size() > LONGEST_DELAY) {
            pending.removeFirst().makeDurable();
        }
    }

    /// A name in an existing directory, and what it leads to.
    private record Place(
            ForgetfulDirectory directory,
            String name,
            @Nullable ForgetfulNode node) {
        Assignment assign(@Nullable ForgetfulNode to) {
            return new Assignment(directory, name, to);
        }
    }

    private Place place(Path path) throws IOException {
        Path normal = normal(path);
        if (normal.getNameCount() == 0) {
            throw new FileAlreadyExistsException(path.toString());
        }
        ForgetfulDirectory parent = directory(subpath(normal, normal.getNameCount() - 1));
        String name = normal.getName(normal.getNameCount() - 1).toString();
        return new Place(parent, name, parent.entries.get(name));
    }

    private ForgetfulDirectory directory(Path path) throws IOException {
        return switch (nodeAt(path)) {
            case null -> throw new NoSuchFileException(path.toString());
            case ForgetfulInode _ -> throw new NotDirectoryException(path.toString());
            case ForgetfulDirectory directory -> directory;
        };
    }

    private ForgetfulInode file(Path path) throws IOException {
        return switch (nodeAt(path)) {
            case null -> throw new NoSuchFileException(path.toString());
            case ForgetfulInode file -> file;
            case ForgetfulDirectory _ -> throw new FileSystemException(path.toString(), null, "Is a directory");
        };
    }

    private @Nullable ForgetfulNode nodeAt(Path path) {
        ForgetfulNode node = root;
        for (Path name : normal(path)) {
            if (!(node instanceof ForgetfulDirectory directory)) {
                return null;
            }
            node = directory.entries.get(name.toString());
        }
        return node;
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Path subpath(Path path, int names) {
        Path top = Objects.requireNonNull(path.getRoot());
        return names == 0 ? top : top.resolve(path.subpath(0, names));
    }
}
