package dev.spanflame.block.profile.live;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.code.FrameText;
import dev.spanflame.block.profile.code.FrameWalk;
import dev.spanflame.block.profile.code.NamedStacks;
import dev.spanflame.block.profile.code.StackCode;
import dev.spanflame.block.profile.live.SegmentView.Stacks;
import dev.spanflame.block.profile.live.SegmentView.Symbols;
import java.util.BitSet;

/// What a live segment knows of its stacks.
public final class SegmentCode implements StackCode {
    private static final int MAPPING_CELLS = 2;

    private final SegmentView view;

    /// Of the stacks of a segment.
    public SegmentCode(SegmentView view) {
        this.view = view;
    }

    @Override
    public void addFrames(StackValues values, Forest forest) {
        BitSet used = new BitSet(view.symbols().frameCount());
        Stacks stacks = view.stacks();
        for (int stack = values.next(0); stack >= 0; stack = values.next(stack + 1)) {
            for (int depth = 0; depth < stacks.length(stack); depth++) {
                used.set(stacks.frame(stack, depth));
            }
        }
        new SegmentView(
                        view.rows(),
                        view.range(),
                        view.series(),
                        view.samples(),
                        stacks,
                        described(used),
                        view.memoryBytes())
                .addStacks(values, forest);
    }

    /// A function of its own for each frame, named by everything known of it.
    private Symbols described(BitSet used) {
        Symbols symbols = view.symbols();
        ByteInterner texts = new ByteInterner();
        texts.intern(new byte[0], 0, 0);
        long[] functions = new long[symbols.frameCount() * Symbols.FUNCTION_CELLS];
        long[] frames = new long[symbols.frameCount() * 2];
        for (int frame = 0; frame < symbols.frameCount(); frame++) {
            frames[frame * 2] = frame;
            if (used.get(frame)) {
                byte[] text = describe(symbols, frame).utf8();
                functions[frame * Symbols.FUNCTION_CELLS] = texts.intern(text, 0, text.length);
            }
        }
        return new Symbols(
                texts.strings(),
                symbols.mappings(),
                symbols.mappingCount(),
                functions,
                symbols.frameCount(),
                frames,
                symbols.frameCount());
    }

    /// Everything known of a frame.
    public static FrameText describe(Symbols symbols, int frame) {
        int cells = symbols.function(frame) * Symbols.FUNCTION_CELLS;
        long[] function = symbols.functions();
        int mapping = (int) function[cells + 4];
        boolean mapped = mapping >= 0 && mapping < symbols.mappingCount();
        return new FrameText(
                text(symbols, function[cells]),
                text(symbols, function[cells + 1]),
                text(symbols, function[cells + 2]),
                function[cells + 3],
                symbols.frames()[frame * 2 + 1],
                mapped ? text(symbols, symbols.mappings()[mapping * MAPPING_CELLS]) : "",
                mapped ? text(symbols, symbols.mappings()[mapping * MAPPING_CELLS + 1]) : "",
                function[cells + 5]);
    }

    private static String text(Symbols symbols, long id) {
        return symbols.texts().text((int) id);
    }

    @Override
    public BitSet stacks(NamedStacks wanted) {
        Symbols symbols = view.symbols();
        int[] names = new int[symbols.frameCount()];
        for (int frame = 0; frame < names.length; frame++) {
            names[frame] = symbols.name(symbols.function(frame));
        }
        FrameWalk walk = FrameWalk.of(wanted, symbols.texts(), names, frame -> describe(symbols, frame));
        Stacks stacks = view.stacks();
        BitSet taken = new BitSet(stacks.count());
        for (int stack = 0; stack < stacks.count(); stack++) {
            int state = walk.start();
            for (int depth = 0; depth < stacks.length(stack); depth++) {
                state = walk.next(state, stacks.frame(stack, depth));
            }
            taken.set(stack, walk.accepts(state));
        }
        return taken;
    }
}
