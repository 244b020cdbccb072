package dev.spanflame.block.profile;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.LongIntMap;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The frames of the selected stacks of any number of partitions, parents before children, each with its
/// total.
///
/// Frames with the same path of names may occur several times, once for each partition, line or binary; who
/// draws the tree merges them. A forest has a bound of memory: where there are more frames than fit, the
/// smallest are left out and stand below their parents as `other`, as they would in the drawing.
///
/// A forest that [grows][#growing] takes [Grove]s too: of their frames it has the outermost ones, and those
/// below a frame once [#grow] is asked for them. Not thread-safe.
public final class Forest {
    /// Parent of the outermost frames.
    public static final int ROOT = -1;

    /// Bytes of heap a frame takes.
    public static final int FRAME_BYTES = 16;

    private static final int FIRST_CAPACITY = 256;
    /// So many frames, 32 MiB, are not worth a fold.
    private static final int FOLD_FRAMES = 2 << 20;

    private static final int[] NOTHING = {};
    private static final byte[] OTHER = "other".getBytes(StandardCharsets.UTF_8);
    /// Number of a frame that was left out.
    private static final int LEFT_OUT = -2;

    private final ByteInterner names = new ByteInterner();
    private final int maxFrames;
    /// Where the name added last is from, the numbers of names from there, counted from 1, and whether all names are.
    private ByteStrings source = ByteStrings.EMPTY;
    private int[] numbers = NOTHING;
    private final Map<ByteStrings, int[]> numbersOf = new IdentityHashMap<>();
    private boolean onlySource;
    private int[] parents = {};
    private int[] nameIds = {};
    private long[] totals = {};
    private int size;
    private int foldAt = FOLD_FRAMES;
    /// For each frame, counted from 1, the one named `other` below it since [#begin], counted from 1; 0 for
    /// none.
    private int[] others = NOTHING;

    private final boolean growing;
    /// The list all names of a forest that grows are from so far, by whose numbers they go.
    private @Nullable ByteStrings sole;
    private final List<Grove> groves = new ArrayList<>();
    /// For each frame the grove it is of, counted from 1, and its node there; 0 for a frame of none.
    private int[] groveOf = NOTHING;
    private int[] nodeOf = NOTHING;
    /// The grove that is adding frames, and the number of frames from which on they are left out.
    private int grown;
    private int growEnd;

    /// Stacks whose frames are made when they are looked at.
    @FunctionalInterface
    public interface Grove {
        /// The node above the outermost ones.
        int TOP = -1;

        /// Adds those frames below a node that have a total, by [Forest#addGrown]; `frame` is that of the node.
        void addBelow(int node, int frame, Forest forest);
    }

    /// A forest as large as they come.
    public Forest() {
        this(Long.MAX_VALUE);
    }

    /// A forest whose frames take at most `maxBytes`, at [#FRAME_BYTES] each.
    public Forest(long maxBytes) {
        this(maxBytes, false);
    }

    /// A forest that takes groves, for who looks at few of its frames.
    public static Forest growing(long maxBytes) {
        return new Forest(maxBytes, true);
    }

    private Forest(long maxBytes, boolean growing) {
        this.growing = growing;
        this.maxFrames = (int) Math.clamp(maxBytes / FRAME_BYTES, FIRST_CAPACITY, 1 << 28);
        makeRoom(FIRST_CAPACITY);
    }

    /// Number of a function name. Names of one list are looked up once each, and those of the first one, if it knows
    /// them to be distinct, not at all.
    public int name(ByteStrings strings, int id) {
        if (growing && names.size() == 0 && strings.isDistinct() && sole == null) {
            sole = strings;
        }
        if (strings == sole) {
            return id;
        }
        settle();
        if (strings != source) {
            source = strings;
            numbers = numbersOf.computeIfAbsent(strings, list -> new int[list.size()]);
            onlySource = names.size() == 0 && strings.isDistinct();
        }
        if (numbers[id] == 0) {
            byte[] bytes = strings.bytes();
            int from = strings.offset(id);
            int length = strings.length(id);
            numbers[id] = 1 + (onlySource ? names.addNew(bytes, from, length) : names.intern(bytes, from, length));
        }
        return numbers[id] - 1;
    }

    /// Takes the names of the only list so far among others, with the numbers they have.
    private void settle() {
        ByteStrings list = sole;
        if (list == null) {
            return;
        }
        sole = null;
        int[] known = new int[list.size()];
        for (int id = 0; id < known.length; id++) {
            known[id] = 1 + names.addNew(list.bytes(), list.offset(id), list.length(id));
        }
        numbersOf.put(list, known);
    }

    /// Number of a name in UTF-8.
    public int name(byte[] utf8) {
        settle();
        onlySource = false;
        return names.intern(utf8, 0, utf8.length);
    }

    /// Whether frames may be made later: then [#size] and the frames that there are do not tell of all.
    public boolean isGrowing() {
        return growing;
    }

    /// Adds the outermost frames of a grove; the forest must be one that grows.
    public void plant(Grove grove) {
        if (!growing) {
            throw new IllegalStateException("this forest does not grow");
        }
        if (groves.isEmpty()) {
            if (size > maxFrames / 2) {
                shrink();
            }
            // the other half for what is left out below those that there are then
            growEnd = size + (maxFrames - size) / 2;
        }
        groves.add(grove);
        grow(groves.size(), Grove.TOP, ROOT);
    }

    /// Makes the frames below one that are not there yet: those from the number returned on, and there may be none. To
    /// be asked once for a frame.
    public int grow(int frame) {
        int first = size;
        if (frame < groveOf.length && groveOf[frame] != 0) {
            grow(groveOf[frame], nodeOf[frame], frame);
        }
        return first;
    }

    private void grow(int grove, int node, int frame) {
        grown = grove;
        groves.get(grove - 1).addBelow(node, frame, this);
    }

    /// Appends a frame of the grove that was asked for it.
    public void addGrown(int parent, int name, long total, int node) {
        if (size >= growEnd) {
            leaveOut(parent, total);
            return;
        }
        int frame = add(parent, name, total);
        if (frame >= groveOf.length) {
            groveOf = Arrays.copyOf(groveOf, parents.length);
            nodeOf = Arrays.copyOf(nodeOf, parents.length);
        }
        groveOf[frame] = grown;
        nodeOf[frame] = node;
    }

    /// Appends a frame below `parent`, a number returned before or [#ROOT]. Hot path.
    ///
    /// Throws [BackendException] of kind UNPROCESSABLE when the forest is full.
    public int add(int parent, int name, long total) {
        if (size == parents.length) {
            makeRoom(1);
        }
        parents[size] = parent;
        nameIds[size] = name;
        totals[size] = total;
        return size++;
    }

    /// Begins another partition, which has `count` frames, and returns the smallest total that a frame must have to be
    /// added: 0 unless there are more than fit, which is when `sizes` is asked. Smaller ones go to
    /// [#leaveOut]; the totals of all others stay right. Numbers of frames returned before are no longer
    /// valid: now and then the forest folds.
    public long begin(int count, Supplier<TotalCounts> sizes) {
        others = NOTHING;
        if (groves.isEmpty() && (size >= foldAt || count > maxFrames - size)) {
            shrink();
        }
        int room = maxFrames - size;
        if (count <= room) {
            reserve(count);
            return 0;
        }
        // each frame that is kept, and the root, can have one more for what is not
        return sizes.get().floor((room - 1) / 2);
    }

    private void shrink() {
        fold();
        if (size > maxFrames / 2) {
            prune();
        }
        foldAt = Math.max(FOLD_FRAMES, size * 2);
    }

    private void reserve(int count) {
        if (count > parents.length - size) {
            makeRoom(count);
        }
    }

    /// Leaves out a frame that is too small and returns a number for it, as [#add] does. Below a frame that
    /// is kept it counts as `other`; below one that was left out it is part of that already. Hot path.
    public int leaveOut(int parent, long total) {
        if (parent == LEFT_OUT) {
            return LEFT_OUT;
        }
        if (parent + 1 >= others.length) {
            others = Arrays.copyOf(others, Math.max(parent + 2, parents.length + 1));
        }
        if (others[parent + 1] == 0) {
            settle();
            onlySource = false;
            others[parent + 1] = 1 + add(parent, names.intern(OTHER, 0, OTHER.length), total);
        } else {
            int other = others[parent + 1] - 1;
            totals[other] = Totals.sum(totals[other], total);
        }
        return LEFT_OUT;
    }

    private void makeRoom(int count) {
        if (count > maxFrames - size) {
            throw new BackendException(
                    ErrorKind.UNPROCESSABLE,
                    "flame_graph_too_large",
                    "the stacks of this query have more than " + maxFrames
                            + " distinct frames; ask for a shorter time or for fewer services");
        }
        int capacity = (int) Math.clamp(size * 3L / 2, size + count, maxFrames);
        parents = Arrays.copyOf(parents, capacity);
        nameIds = Arrays.copyOf(nameIds, capacity);
        totals = Arrays.copyOf(totals, capacity);
    }

    /// Makes one frame of all that have the same path of names, so that the forest is no larger than the
    /// tree it stands for. Numbers of frames returned before are no longer valid. While it works it takes
    /// half as much memory again.
    void fold() {
        // more than one and a half slots a frame, at most three
        int[] slots = new int[Math.max(16, Integer.highestOneBit(size + size / 2) * 2)];
        int[] renumbered = new int[size];
        int kept = 0;
        for (int frame = 0; frame < size; frame++) {
            int parent = parents[frame] == ROOT ? ROOT : renumbered[parents[frame]];
            int slot = slot(slots, parent, nameIds[frame]);
            int same = slots[slot] - 1;
            if (same < 0) {
                parents[kept] = parent;
                nameIds[kept] = nameIds[frame];
                totals[kept] = totals[frame];
                same = kept++;
                slots[slot] = kept;
            } else {
                totals[same] = Totals.sum(totals[same], totals[frame]);
            }
            renumbered[frame] = same;
        }
        size = kept;
    }

    /// Drops the smallest frames, so that half the room is free.
    private void prune() {
        TotalCounts counts = new TotalCounts();
        for (int frame = 0; frame < size; frame++) {
            counts.add(totals[frame]);
        }
        long floor = counts.floor(maxFrames / 4);
        int[] renumbered = new int[size];
        int count = size;
        size = 0;
        others = NOTHING;
        for (int frame = 0; frame < count; frame++) {
            int parent = parents[frame] == ROOT ? ROOT : renumbered[parents[frame]];
            renumbered[frame] = totals[frame] < floor
                    ? leaveOut(parent, totals[frame])
                    : add(parent, nameIds[frame], totals[frame]);
        }
        others = NOTHING;
    }

    /// Where the frame with this path stands in the table, or belongs. Hot path.
    private int slot(int[] slots, int parent, int name) {
        int mask = slots.length - 1;
        int slot = (int) LongIntMap.mix((long) parent << 32 | name) & mask;
        while (slots[slot] != 0 && (parents[slots[slot] - 1] != parent || nameIds[slots[slot] - 1] != name)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /// Bytes that the frames may take.
    public long maxBytes() {
        return (long) maxFrames * FRAME_BYTES;
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

    /// Names of functions, and in a forest that grows, of those that its frames may yet have.
    public ByteStrings names() {
        return sole == null ? names.strings() : sole;
    }
}
