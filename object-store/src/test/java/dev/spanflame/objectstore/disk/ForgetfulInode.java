package dev.spanflame.objectstore.disk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The content of a file on a [ForgetfulDisk], apart from its names. Guarded by the disk's lock.
///
/// A power cut leaves every sector in one of the states it went through since the last sync, each sector for itself,
/// and likewise the size; what lies between is zero. After a failed sync the system takes the bytes for written and
/// never writes them again, unless a later write touches their sector: until then they stay in doubt.
final class ForgetfulInode implements ForgetfulNode {
    static final int SECTOR = 512;

    /// Names that lead here now.
    int links;

    private byte[] current;
    private long size;
    private Instant modified;

    private byte[] synced;
    private long syncedSize;

    /// States of sectors since they were synced, oldest first; and the sizes of the file since then.
    private final Map<Integer, List<byte[]>> states = new TreeMap<>();

    private final List<Long> sizes = new ArrayList<>();

    /// What the next successful sync makes durable.
    private final BitSet dirty = new BitSet();

    private boolean sizeDirty;

    ForgetfulInode(Instant now) {
        this(new byte[0], 0, now);
    }

    /// A file whose bytes are all durable.
    private ForgetfulInode(byte[] bytes, long size, Instant modified) {
        this.current = bytes;
        this.synced = bytes.clone();
        this.size = size;
        this.syncedSize = size;
        this.modified = modified;
    }

    long size() {
        return size;
    }

    Instant modified() {
        return modified;
    }

    /// Reads like `pread`; -1 at the end.
    int read(byte[] target, int length, long position) {
        if (position >= size) {
            return length == 0 ? 0 : -1;
        }
        int count = (int) Math.min(length, size - position);
        System.arraycopy(current, (int) position, target, 0, count);
        return count;
    }

    void write(long position, byte[] bytes, Instant now) {
        if (bytes.length == 0) {
            return;
        }
        int end = Math.toIntExact(position + bytes.length);
        current = grown(current, end);
        System.arraycopy(bytes, 0, current, (int) position, bytes.length);
        modified = now;
        touch(position, end);
        resize(Math.max(size, end));
    }

    void truncate(long newSize, Instant now) {
        if (newSize >= size) {
            return;
        }
        Arrays.fill(current, (int) newSize, current.length, (byte) 0);
        modified = now;
        touch(newSize, size);
        resize(newSize);
    }

    private void touch(long from, long to) {
        for (int sector = (int) (from / SECTOR); (long) sector * SECTOR < to; sector++) {
            states.computeIfAbsent(sector, _ -> new ArrayList<>()).add(sectorOf(current, sector));
            dirty.set(sector);
        }
    }

    private void resize(long newSize) {
        if (newSize != size) {
            size = newSize;
            sizes.add(newSize);
            sizeDirty = true;
        }
    }

    void sync() {
        dirty.stream().forEach(sector -> {
            synced = withSector(synced, sector, sectorOf(current, sector));
            states.remove(sector);
        });
        dirty.clear();
        if (sizeDirty) {
            syncedSize = size;
            sizes.clear();
            sizeDirty = false;
        }
    }

    /// The error is told once; the bytes count as written from now on.
    void failSync() {
        dirty.clear();
        sizeDirty = false;
    }

    /// The file as a power cut leaves it, on a new disk.
    ForgetfulInode afterPowerCut(Survival survival) {
        int sizeVersion = survival.version(sizes.size());
        long keptSize = sizeVersion == 0 ? syncedSize : sizes.get(sizeVersion - 1);
        byte[] kept = synced.clone();
        for (Map.Entry<Integer, List<byte[]>> sector : states.entrySet()) {
            int version = survival.version(sector.getValue().size());
            if (version > 0) {
                kept = withSector(kept, sector.getKey(), sector.getValue().get(version - 1));
            }
        }
        return new ForgetfulInode(Arrays.copyOf(kept, Math.toIntExact(keptSize)), keptSize, modified);
    }

    private static byte[] sectorOf(byte[] bytes, int sector) {
        byte[] copy = new byte[SECTOR];
        int start = sector * SECTOR;
        if (start < bytes.length) {
            System.arraycopy(bytes, start, copy, 0, Math.min(SECTOR, bytes.length - start));
        }
        return copy;
    }

    private static byte[] withSector(byte[] bytes, int sector, byte[] state) {
        byte[] whole = grown(bytes, (sector + 1) * SECTOR);
        System.arraycopy(state, 0, whole, sector * SECTOR, SECTOR);
        return whole;
    }

    private static byte[] grown(byte[] bytes, int size) {
        return size <= bytes.length
                ? bytes
                : Arrays.copyOf(
                        bytes, Math.max(size, Math.toIntExact(Math.min(2L * bytes.length, Integer.MAX_VALUE - 8))));
    }
}
