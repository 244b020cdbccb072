package dev.spanflame.block.profile.store;

import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.TotalCounts;
import dev.spanflame.block.profile.Totals;
import dev.spanflame.block.profile.store.BlockTables.Tile;
import java.io.IOException;
import java.util.Arrays;

/// Carries the values of stacks from their leaves to the roots of a block's trie. Used once, by one thread.
///
/// Parents stand above their children, so one pass upwards adds everything up. Memory is taken, and nodes are
/// read, for those tiles alone that have a value.
final class NodeTotals {
    private static final int MASK = BlockTables.TILE - 1;
    private static final int BITS = BlockTables.TILE_BITS;

    private final BlockTables tables;
    private final BlockSource source;
    private final BlockTables.Names names;
    private final Tile[] tiles;
    private final long[][] totals;
    private final boolean[] wanted;

    NodeTotals(BlockTables tables, BlockSource source, StackValues values) throws IOException {
        this.tables = tables;
        this.source = source;
        this.names = tables.names(source);
        int count = (tables.index().nodeCount() >> BITS) + 1;
        this.tiles = new Tile[count];
        this.totals = new long[count][];
        this.wanted = new boolean[count];
        addLeaves(values);
        tables.load(wanted, tiles, source, names.ids().length);
        for (int tile = count - 1; tile >= 0; tile--) {
            if (wanted[tile]) {
                carry(tile);
            }
        }
    }

    private void addLeaves(StackValues values) throws IOException {
        int[] leaves = tables.leaves(source);
        for (int stack = values.next(0); stack >= 0; stack = values.next(stack + 1)) {
            int leaf = leaves[stack];
            add(of(leaf >>> BITS), leaf & MASK, values.get(stack));
        }
    }

    private static void add(long[] sums, int at, long value) {
        sums[at] = Totals.sum(sums[at], value);
    }

    private long[] of(int tile) {
        if (!wanted[tile]) {
            wanted[tile] = true;
            totals[tile] = new long[BlockTables.TILE];
        }
        return totals[tile];
    }

    /// Adds the nodes of a tile to their parents. Hot path.
    private void carry(int tile) throws IOException {
        int[] parents = tiles[tile].parents();
        long[] own = totals[tile];
        int first = tile << BITS;
        boolean more = false;
        for (int i = parents.length - 1; i >= 0; i--) {
            if (own[i] != 0 && parents[i] != 0) {
                int above = i - parents[i];
                if (above >= 0) {
                    add(own, above, own[i]);
                } else {
                    int parent = first + above;
                    more |= !wanted[parent >>> BITS];
                    add(of(parent >>> BITS), parent & MASK, own[i]);
                }
            }
        }
        if (more) {
            tables.load(wanted, tiles, source, names.ids().length);
        }
    }

    /// Adds the nodes that have a total to `forest`. Hot path.
    void plant(Forest forest) {
        int count = 0;
        for (long[] tile : totals) {
            for (int i = 0; tile != null && i < tile.length; i++) {
                count += tile[i] == 0 ? 0 : 1;
            }
        }
        long floor = forest.begin(count, this::sizes);
        int[] nameIds = new int[names.ids().length];
        Arrays.fill(nameIds, -1);
        int[][] planted = new int[totals.length][];
        for (int tile = 0; tile < totals.length; tile++) {
            if (wanted[tile]) {
                planted[tile] = new int[tiles[tile].parents().length];
                plant(tile, floor, planted, nameIds, forest);
            }
        }
    }

    private TotalCounts sizes() {
        TotalCounts sizes = new TotalCounts();
        for (long[] tile : totals) {
            for (int i = 0; tile != null && i < tile.length; i++) {
                if (tile[i] != 0) {
                    sizes.add(tile[i]);
                }
            }
        }
        return sizes;
    }

    private void plant(int tile, long floor, int[][] planted, int[] nameIds, Forest forest) {
        int[] parents = tiles[tile].parents();
        int[] frames = tiles[tile].frames();
        long[] own = totals[tile];
        int[] numbers = planted[tile];
        int first = tile << BITS;
        for (int i = 0; i < parents.length; i++) {
            if (own[i] != 0) {
                int parent = Forest.ROOT;
                if (parents[i] != 0) {
                    int above = first + i - parents[i];
                    parent = planted[above >>> BITS][above & MASK];
                }
                if (own[i] >= floor) {
                    int frame = frames[i];
                    if (nameIds[frame] < 0) {
                        nameIds[frame] = forest.name(names.texts(), names.ids()[frame]);
                    }
                    numbers[i] = forest.add(parent, nameIds[frame], own[i]);
                } else {
                    numbers[i] = forest.leaveOut(parent, own[i]);
                }
            }
        }
    }
}
