package dev.spanflame.block.profile.store;

import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.code.FrameText;
import dev.spanflame.block.profile.code.FrameWalk;
import dev.spanflame.block.profile.code.NamedStacks;
import dev.spanflame.block.profile.code.StackCode;
import dev.spanflame.block.profile.trie.ServiceGrove;
import dev.spanflame.block.profile.trie.ServiceNodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;

/// What a block knows of its stacks, for one query.
final class BlockCode implements StackCode {
    private final BlockTables tables;
    private final BlockSource source;

    BlockCode(BlockTables tables, BlockSource source) {
        this.tables = tables;
        this.source = source;
    }

    @Override
    public void addFrames(StackValues values, Forest forest) {
        try {
            BlockSymbols symbols = tables.symbols(source);
            new NodeTotals(tables, source, values, symbols.frameCount())
                    .plant(forest, frame -> forest.name(symbols.text(frame).utf8()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public BitSet stacks(NamedStacks wanted) {
        try {
            ServiceGrove.Names names = tables.names(source).each();
            ServiceNodes[] nodes = new ServiceNodes[tables.serviceCount()];
            boolean[] all = new boolean[nodes.length];
            Arrays.fill(all, true);
            tables.load(all, nodes, source, names.ids().length);
            return stacks(FrameWalk.of(wanted, names.texts(), names.ids(), this::describe), nodes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FrameText describe(int frame) {
        try {
            return tables.symbols(source).text(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BitSet stacks(FrameWalk walk, ServiceNodes[] nodes) throws IOException {
        int[] leaves = tables.leaves(source);
        BitSet taken = new BitSet(leaves.length);
        for (int service = 0; service < nodes.length; service++) {
            int[] states = states(walk, nodes[service]);
            int first = tables.firstNode(service);
            for (int stack = tables.firstStack(service); stack < tables.firstStack(service + 1); stack++) {
                taken.set(stack, walk.accepts(states[leaves[stack] - first]));
            }
        }
        return taken;
    }

    private static int[] states(FrameWalk walk, ServiceNodes nodes) {
        int[] states = new int[nodes.count()];
        Arrays.fill(states, walk.start());
        for (int node = 0; node < states.length; node++) {
            int state = walk.next(states[node], nodes.frames()[node]);
            int end = node + nodes.sizes()[node];
            states[node] = state;
            for (int child = node + 1; child < end; child += nodes.sizes()[child]) {
                states[child] = state;
            }
        }
        return states;
    }
}
