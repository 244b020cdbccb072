package dev.spanflame.proto.jfr;

import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileBatch.Refusal;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.StackTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns the stacks, methods and threads of one chunk after the other into rows of the symbols that all profiles of a
/// recording share. What a later chunk numbers anew but names the same is the same.
final class StackTranslator {
    /// Stands for a stack that is not in the recording.
    static final int UNKNOWN = -1;
    /// Stands for a stack without frames.
    static final int EMPTY = -2;

    private static final int NOT_YET = -3;

    private final ProfileSymbols symbols = new ProfileSymbols(new byte[0]);
    private final StackTable stacks = new StackTable();
    private final ProfileLimits limits;
    private final Map<String, Integer> nameNumbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final LongIndex functions = new LongIndex();
    private final Map<String, Long> texts = new HashMap<>();
    private final LongIndex locations = new LongIndex();
    private final int[] oddities = new int[Oddity.values().length];

    private ConstantPools pools = ConstantPools.NONE;
    private LongIndex stackKeys = new LongIndex();
    private int[] stackRows = new int[64];
    private LongIndex threadKeys = new LongIndex();
    private long[] threadTexts = new long[16];
    private int[] methodFunctions = new int[0];
    private int[] symbolNames = new int[0];
    private long[] frames = new long[64];

    StackTranslator(ProfileLimits limits) {
        this.limits = limits;
    }

    /// Goes on with the constants of another chunk.
    void begin(ConstantPools chunkPools) {
        pools = chunkPools;
        stackKeys = new LongIndex();
        threadKeys = new LongIndex();
        methodFunctions = new int[pools.methodCount()];
        Arrays.fill(methodFunctions, NOT_YET);
        symbolNames = new int[pools.symbolCount()];
        Arrays.fill(symbolNames, NOT_YET);
    }

    ProfileSymbols symbols() {
        return symbols;
    }

    StackTable stacks() {
        return stacks;
    }

    int oddityCount(Oddity oddity) {
        return oddities[oddity.ordinal()];
    }

    /// Row of a stack, [#UNKNOWN] or [#EMPTY].
    int stack(long key) {
        int known = stackKeys.size();
        int index = stackKeys.intern(key);
        if (index == known) {
            if (index == stackRows.length) {
                stackRows = Arrays.copyOf(stackRows, index * 2);
            }
            stackRows[index] = translate(key);
        }
        return stackRows[index];
    }

    /// Why a stack for which [#stack] gave no row is refused.
    static Refusal refusal(int stack) {
        return stack == UNKNOWN ? Refusal.UNKNOWN_STACK : Refusal.NO_STACK;
    }

    /// Name of a thread as a text of [#symbols]; 0 where unknown.
    long thread(long key) {
        int known = threadKeys.size();
        int index = threadKeys.intern(key);
        if (index == known) {
            if (index == threadTexts.length) {
                threadTexts = Arrays.copyOf(threadTexts, index * 2);
            }
            String name = pools.thread(key);
            threadTexts[index] = name.isEmpty() ? 0 : text(name);
        }
        return threadTexts[index];
    }

    /// Of a stack that is too deep the frames at the leaf, which come first, are left out.
    private int translate(long key) {
        int count = pools.openStack(key);
        if (count < 0) {
            return UNKNOWN;
        }
        int kept = Math.min(count, limits.maxStackDepth());
        for (int i = kept; i < count; i++) {
            pools.readFrame();
        }
        if (kept < count) {
            oddities[Oddity.STACK_TOO_DEEP.ordinal()]++;
        }
        if (kept * 2 > frames.length) {
            frames = new long[kept * 2];
        }
        for (int i = 0; i < kept; i++) {
            FieldReader frame = pools.readFrame();
            frames[i * 2] = frame.value(0);
            frames[i * 2 + 1] = frame.value(1);
        }
        for (int i = 0; i < kept; i++) {
            push(frames[i * 2], frames[i * 2 + 1]);
        }
        return stacks.open() == 0 ? EMPTY : stacks.close();
    }

    private void push(long method, long line) {
        int row = pools.method(method);
        int function = row < 0 ? UNKNOWN : function(row);
        if (function < 0) {
            oddities[Oddity.UNKNOWN_METHOD.ordinal()]++;
            return;
        }
        long place = Math.max(0, (int) line);
        int known = locations.size();
        int location = locations.intern((long) function << 32 | place);
        if (location == known) {
            symbols.addLocation(function, place);
        }
        stacks.push(location);
    }

    private int function(int methodRow) {
        if (methodFunctions[methodRow] == NOT_YET) {
            methodFunctions[methodRow] = pools.hasClass(methodRow) ? translateMethod(methodRow) : UNKNOWN;
        }
        return methodFunctions[methodRow];
    }

    private int translateMethod(int methodRow) {
        int type = name(pools.classSymbol(methodRow));
        int method = name(pools.nameSymbol(methodRow));
        int known = functions.size();
        int function = functions.intern((long) type << 32 | method);
        if (function == known) {
            symbols.addFunction(text(names.get(type) + "." + names.get(method)));
        }
        return function;
    }

    /// Number of the name that a symbol gives, without what differs from run to run.
    private int name(int symbolRow) {
        if (symbolRow < 0) {
            return name("");
        }
        if (symbolNames[symbolRow] == NOT_YET) {
            symbolNames[symbolRow] = name(SymbolNames.stable(pools.symbol(symbolRow)));
        }
        return symbolNames[symbolRow];
    }

    private int name(String name) {
        Integer known = nameNumbers.putIfAbsent(name, names.size());
        if (known != null) {
            return known;
        }
        names.add(name);
        return names.size() - 1;
    }

    private long text(String text) {
        Long known = texts.get(text);
        if (known != null) {
            return known;
        }
        String cut = text;
        if (text.length() > limits.maxTextBytes()) {
            cut = text.substring(text.length() - limits.maxTextBytes());
            oddities[Oddity.TEXT_TOO_LONG.ordinal()]++;
        }
        if (symbols.bytesSize() > limits.maxProfileBytes()) {
            throw MalformedRecording.because(
                    "the names in it take more than " + limits.maxProfileBytes() + " bytes (max_profile_size_bytes)");
        }
        long ref = symbols.addText(cut);
        texts.put(text, ref);
        return ref;
    }
}
