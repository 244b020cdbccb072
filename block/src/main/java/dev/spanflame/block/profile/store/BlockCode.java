package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.code.FrameText;
import dev.spanflame.block.profile.code.FrameWalk;
import dev.spanflame.block.profile.code.NamedStacks;
import dev.spanflame.block.profile.code.StackCode;
import dev.spanflame.block.profile.live.FrameStore;
import dev.spanflame.block.profile.live.SegmentCode;
import dev.spanflame.block.profile.live.SegmentView;
import dev.spanflame.block.profile.store.BlockTables.Tile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntFunction;

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

    /// What a block knows of its frames: the number of each in `symbols`.
    private record Described(SegmentView.Symbols symbols, int[] numbers) {
        FrameText text(int frame) {
            return SegmentCode.describe(symbols, numbers[frame]);
        }
    }

    private Described read() throws IOException {
        FrameStore store = new FrameStore();
        int[] numbers = new SymbolReader(source, tables.index()).addTo(store);
        return new Described(store.symbols(), numbers);
    }

    private BlockTables.Names described() throws IOException {
        Described known = read();
        ByteInterner texts = new ByteInterner();
        int[] ids = new int[known.numbers().length];
        for (int frame = 0; frame < ids.length; frame++) {
            byte[] text = known.text(frame).utf8();
            ids[frame] = texts.intern(text, 0, text.length);
        }
        return new BlockTables.Names(texts.strings(), ids);
    }

    @Override
    public BitSet stacks(NamedStacks wanted) {
        try {
            BlockTables.Names names = tables.names(source);
            Tile[] tiles = new Tile[(tables.index().nodeCount() >> BITS) + 1];
            boolean[] all = new boolean[tiles.length];
            Arrays.fill(all, true);
            tables.load(all, tiles, source, names.ids().length);
            return stacks(FrameWalk.of(wanted, names.texts(), names.ids(), describer()), tiles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads what is known of frames once, when the first is asked for.
    private IntFunction<FrameText> describer() {
        Described[] known = new Described[1];
        return frame -> {
            try {
                if (known[0] == null) {
                    known[0] = read();
                }
                return known[0].text(frame);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private BitSet stacks(FrameWalk walk, Tile[] tiles) throws IOException {
        int[] states = new int[tables.index().nodeCount()];
        for (int node = 0; node < states.length; node++) {
            Tile tile = tiles[node >>> BITS];
            int above = tile.parents()[node & MASK];
            int state = above == 0 ? walk.start() : states[node - above];
            states[node] = walk.next(state, tile.frames()[node & MASK]);
        }
        int[] leaves = tables.leaves(source);
        BitSet taken = new BitSet(leaves.length);
        for (int stack = 0; stack < leaves.length; stack++) {
            taken.set(stack, walk.accepts(states[leaves[stack]]));
        }
        return taken;
    }
}
