package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The index of a block and those of its tables of code that queries have asked for, decoded. Thread-safe;
/// two threads that want the same part at once may both read it.
///
/// Nodes are kept in tiles of [#TILE] rows, so that a query about one service reads only that service's.
final class BlockTables {
    static final int TILE_BITS = 16;
    static final int TILE = 1 << TILE_BITS;

    private static final int[] NODE_COLUMNS = {ProfileTables.NODE_PARENT, ProfileTables.NODE_FRAME};

    private final BlockIndex index;
    private final LongConsumer charge;
    private final AtomicReferenceArray<Tile> tiles;
    private volatile int @Nullable [] leaves;
    private volatile @Nullable Names names;

    /// `charge` is told of every byte of heap that is taken from now on.
    BlockTables(BlockIndex index, LongConsumer charge) {
        this.index = index;
        this.charge = charge;
        this.tiles = new AtomicReferenceArray<>((index.nodeCount() >> TILE_BITS) + 1);
    }

    private BlockTables(BlockTables other, int[] leaves, Names names) {
        this.index = other.index;
        this.charge = other.charge;
        this.tiles = other.tiles;
        this.leaves = leaves;
        this.names = names;
    }

    /// The same tables, of which frames have other names.
    BlockTables named(Names others, BlockSource source) throws IOException {
        return new BlockTables(this, leaves(source), others);
    }

    /// Nodes of a tile: how many rows above the parent is, 0 for none, and the frame.
    record Tile(int[] parents, int[] frames) {}

    /// Names of the functions of frames: the entry of `texts` for each frame.
    record Names(ByteStrings texts, int[] ids) {}

    BlockIndex index() {
        return index;
    }

    /// The node that each stack ends at.
    int[] leaves(BlockSource source) throws IOException {
        int[] known = leaves;
        if (known != null) {
            return known;
        }
        int[] read = new int[index.stackCount()];
        TableScan table = source.table(index, ProfileTables.LEAVES);
        requireRows(source, table, read.length, ProfileTables.LEAVES);
        table.read(0, read.length, new int[] {ProfileTables.LEAF_NODE}, (first, columns) -> {
            int[] nodes = TableScan.ints(columns.getFirst());
            System.arraycopy(nodes, 0, read, (int) first, nodes.length);
        });
        for (int leaf : read) {
            if (leaf < 0 || leaf >= index.nodeCount()) {
                throw source.corrupt("a stack ends at node " + leaf + " of " + index.nodeCount());
            }
        }
        leaves = read;
        charge.accept(4L * read.length);
        return read;
    }

    /// Names of the functions of frames.
    Names names(BlockSource source) throws IOException {
        Names known = names;
        if (known != null) {
            return known;
        }
        TableScan table = source.table(index, ProfileTables.FUNCTIONS);
        int[] ids = new int[(int) table.rows()];
        ByteInterner texts = new ByteInterner();
        table.read(0, ids.length, new int[] {ProfileTables.FUNCTION_NAME}, (first, columns) -> {
            ColumnValues.Texts column = (ColumnValues.Texts) columns.getFirst().values();
            int[] numbers = numbers(column.entries(), texts);
            for (int i = 0; i < column.count(); i++) {
                ids[(int) first + i] = numbers[column.ids()[i]];
            }
        });
        Names read = new Names(texts.strings(), ofFrames(ids, source));
        names = read;
        charge.accept(4L * read.ids().length + texts.memoryBytes());
        return read;
    }

    /// Each text once, in however many row groups it is.
    private static int[] numbers(ByteStrings entries, ByteInterner texts) {
        int[] numbers = new int[entries.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = texts.intern(entries.bytes(), entries.offset(i), entries.length(i));
        }
        return numbers;
    }

    private int[] ofFrames(int[] nameOfFunction, BlockSource source) throws IOException {
        TableScan table = source.table(index, ProfileTables.FRAMES);
        int[] ids = new int[(int) table.rows()];
        table.read(0, ids.length, new int[] {ProfileTables.FRAME_FUNCTION}, (first, columns) -> {
            int[] functions = TableScan.ints(columns.getFirst());
            for (int i = 0; i < functions.length; i++) {
                if (functions[i] < 0 || functions[i] >= nameOfFunction.length) {
                    throw source.corrupt("a frame names function " + functions[i] + " of " + nameOfFunction.length);
                }
                ids[(int) first + i] = nameOfFunction[functions[i]];
            }
        });
        return ids;
    }

    /// Reads the wanted tiles that are not there yet, neighbours together.
    void load(boolean[] wanted, Tile[] into, BlockSource source, int frameCount) throws IOException {
        for (int from = 0; from < wanted.length; from++) {
            if (wanted[from] && into[from] == null) {
                into[from] = tiles.get(from);
            }
        }
        for (int from = 0; from < wanted.length; from++) {
            int to = from;
            while (to < wanted.length && wanted[to] && into[to] == null) {
                to++;
            }
            if (to > from) {
                read(from, to, into, source, frameCount);
                from = to - 1;
            }
        }
    }

    private void read(int from, int to, Tile[] into, BlockSource source, int frameCount) throws IOException {
        long end = Math.min((long) to << TILE_BITS, index.nodeCount());
        for (int tile = from; tile < to; tile++) {
            int rows = (int) Math.min(TILE, end - ((long) tile << TILE_BITS));
            into[tile] = new Tile(new int[rows], new int[rows]);
        }
        TableScan table = source.table(index, ProfileTables.STACKS);
        requireRows(source, table, index.nodeCount(), ProfileTables.STACKS);
        table.read((long) from << TILE_BITS, end, NODE_COLUMNS, (first, columns) -> {
            copy(columns.getFirst(), first, into, true);
            copy(columns.get(1), first, into, false);
        });
        for (int tile = from; tile < to; tile++) {
            check(into[tile], tile, source, frameCount);
            tiles.set(tile, into[tile]);
            charge.accept(8L * into[tile].parents().length);
        }
    }

    private static void copy(ColumnData column, long first, Tile[] into, boolean parents) {
        int[] values = TableScan.ints(column);
        int done = 0;
        while (done < values.length) {
            long row = first + done;
            Tile tile = into[(int) (row >> TILE_BITS)];
            int[] target = parents ? tile.parents() : tile.frames();
            int offset = (int) row & TILE - 1;
            int count = Math.min(values.length - done, target.length - offset);
            System.arraycopy(values, done, target, offset, count);
            done += count;
        }
    }

    /// So that no later step can leave the tables.
    private static void check(Tile tile, int number, BlockSource source, int frameCount) {
        int first = number << TILE_BITS;
        for (int i = 0; i < tile.parents().length; i++) {
            int parent = tile.parents()[i];
            int frame = tile.frames()[i];
            if (parent < 0 || parent > first + i || frame < 0 || frame >= frameCount) {
                throw source.corrupt("node " + (first + i) + " names a parent " + parent + " rows above and frame "
                        + frame + " of " + frameCount);
            }
        }
    }

    private void requireRows(BlockSource source, TableScan table, long expected, String name) {
        if (table.rows() != expected) {
            throw source.corrupt("table '" + name + "' has " + table.rows() + " rows, not " + expected);
        }
    }

    /// Heap taken before any table was read.
    long baseBytes() {
        return index.memoryBytes() + 8L * tiles.length();
    }

    @Override
    public String toString() {
        return "tables of " + index.stackCount() + " stacks, read: " + Arrays.asList(leaves != null, names != null);
    }
}
