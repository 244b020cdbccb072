package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.StackPattern;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.code.StackCode;
import dev.spanflame.block.profile.live.FrameStore;
import dev.spanflame.block.profile.live.SegmentCode;
import dev.spanflame.block.profile.live.SegmentView;
import dev.spanflame.block.profile.store.BlockTables.Tile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;

/// What a block knows of its stacks, for one query.
final class BlockCode implements StackCode {
    private static final int BITS = BlockTables.TILE_BITS;
    private static final int MASK = BlockTables.TILE - 1;

    private final BlockTables tables;
    private final BlockSource source;

    BlockCode(BlockTables tables, BlockSource source) {
        this.tables = tables;
        this.source = source;
    }

    @Override
    public void addFrames(StackValues values, Forest forest) {
        try {
            new NodeTotals(tables.named(described(), source), source, values).plant(forest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BlockTables.Names described() throws IOException {
        FrameStore store = new FrameStore();
        int[] numbers = new SymbolReader(source, tables.index()).addTo(store);
        SegmentView.Symbols symbols = store.symbols();
        ByteInterner texts = new ByteInterner();
        int[] ids = new int[numbers.length];
        for (int frame = 0; frame < ids.length; frame++) {
            byte[] text = SegmentCode.describe(symbols, numbers[frame]).utf8();
            ids[frame] = texts.intern(text, 0, text.length);
        }
        return new BlockTables.Names(texts.strings(), ids);
    }

    @Override
    public BitSet stacks(StackPattern pattern) {
        try {
            BlockTables.Names names = tables.names(source);
            Tile[] tiles = new Tile[(tables.index().nodeCount() >> BITS) + 1];
            boolean[] wanted = new boolean[tiles.length];
            Arrays.fill(wanted, true);
            tables.load(wanted, tiles, source, names.ids().length);
            return stacks(pattern.matcher(names.texts()), tiles, names.ids());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BitSet stacks(StackPattern.Matcher matcher, Tile[] tiles, int[] names) throws IOException {
        int[] states = new int[tables.index().nodeCount()];
        for (int node = 0; node < states.length; node++) {
            Tile tile = tiles[node >>> BITS];
            int above = tile.parents()[node & MASK];
            int state = above == 0 ? matcher.start() : states[node - above];
            states[node] = matcher.next(state, names[tile.frames()[node & MASK]]);
        }
        int[] leaves = tables.leaves(source);
        BitSet taken = new BitSet(leaves.length);
        for (int stack = 0; stack < leaves.length; stack++) {
            taken.set(stack, matcher.accepts(states[leaves[stack]]));
        }
        return taken;
    }
}
