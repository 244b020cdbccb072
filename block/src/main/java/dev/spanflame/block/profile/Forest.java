package dev.spanflame.block.profile;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.LongIntMap;
import java.util.Arrays;

/// The frames of the selected stacks of any number of partitions, parents before children, each with its total.
///
/// Frames with the same path of names may occur several times, once for each partition, line or binary; who draws
/// the tree merges them. Not thread-safe.
public final class Forest {
    /// Parent of the outermost frames.
    public static final int ROOT = -1;

    private final ByteInterner names = new ByteInterner();
    private int[] parents = new int[256];
    private int[] nameIds = new int[256];
    private long[] totals = new long[256];
    private int size;

    /// Number of a function name.
    public int name(ByteStrings strings, int id) {
        return names.intern(strings.bytes(), strings.offset(id), strings.length(id));
    }

    /// Appends a frame below `parent`, a number returned before or [#ROOT]. Hot path.
    public int add(int parent, int name, long total) {
        if (size == parents.length) {
            grow(size * 2);
        }
        parents[size] = parent;
        nameIds[size] = name;
        totals[size] = total;
        return size++;
    }

    /// Makes room for `count` more frames.
    public void reserve(int count) {
        int wanted = Math.addExact(size, count);
        if (wanted > parents.length) {
            grow(wanted);
        }
    }

    private void grow(int capacity) {
        parents = Arrays.copyOf(parents, capacity);
        nameIds = Arrays.copyOf(nameIds, capacity);
        totals = Arrays.copyOf(totals, capacity);
    }

    /// Makes one frame of all that have the same path of names, so that the forest is no larger than the tree it stands
    /// for. Numbers of frames returned before are no longer valid.
    public void fold() {
        LongIntMap known = new LongIntMap(size / 2);
        int[] renumbered = new int[size];
        int kept = 0;
        for (int frame = 0; frame < size; frame++) {
            int parent = parents[frame] == ROOT ? ROOT : renumbered[parents[frame]];
            int same = known.putIfAbsent((long) parent << 32 | nameIds[frame], kept);
            if (same < 0) {
                parents[kept] = parent;
                nameIds[kept] = nameIds[frame];
                totals[kept] = totals[frame];
                same = kept++;
            } else {
                totals[same] += totals[frame];
            }
            renumbered[frame] = same;
        }
        size = kept;
        grow(Math.max(256, kept));
    }

    /// Number of frames.
    public int size() {
        return size;
    }

    /// Frame below which this one was called, or [#ROOT].
    public int parent(int frame) {
        return parents[frame];
    }

    /// Name of the function, a number of [#names].
    public int nameId(int frame) {
        return nameIds[frame];
    }

    /// Value of the frame and of all it called.
    public long total(int frame) {
        return totals[frame];
    }

    /// Names of functions.
    public ByteStrings names() {
        return names.strings();
    }

    /// Bytes of heap the forest holds.
    public long memoryBytes() {
        return 16L * parents.length + names.memoryBytes();
    }
}
