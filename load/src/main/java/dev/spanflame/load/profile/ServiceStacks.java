package dev.spanflame.load.profile;

import dev.spanflame.proto.wire.WireWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/// The stacks of one service, of which every profile shows a part, and the tables of functions, locations and texts
/// that all its profiles have. Field numbers are those of pprof's `Profile`. Immutable.
final class ServiceStacks {
    /// Stacks to choose from.
    static final int POOL = 4_000;

    /// Stacks in a profile.
    static final int PER_PROFILE = 2_000;

    private static final int MIN_DEPTH = 20;
    private static final int MAX_DEPTH = 60;
    private static final int SHARED_FRAMES = 13;
    private static final int RAW_BYTES = 450_000;

    private final int[][] stacks;
    private final byte[] tables;
    private final Map<String, Integer> texts = new HashMap<>();

    private ServiceStacks(int[][] stacks, List<String> functions, SplittableRandom random) {
        this.stacks = stacks;
        this.tables = tables(functions, random);
    }

    /// Stacks of `service`, from the leaf to the root as pprof has them.
    static ServiceStacks of(String service, long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ service.hashCode() * 0x9E3779B97F4A7C15L);
        int[][] roots = new int[JavaFrames.ROOTS][SHARED_FRAMES];
        for (int root = 0; root < roots.length; root++) {
            roots[root][0] = root;
            for (int i = 1; i < SHARED_FRAMES; i++) {
                roots[root][i] = function(random);
            }
        }
        int[][] stacks = new int[POOL][];
        Set<List<Integer>> seen = new HashSet<>();
        for (int i = 0; i < POOL; i++) {
            do {
                stacks[i] = stack(random, roots[random.nextInt(roots.length)]);
            } while (!seen.add(Arrays.stream(stacks[i]).boxed().toList()));
        }
        return new ServiceStacks(stacks, JavaFrames.of(service, seed), random);
    }

    private static int[] stack(SplittableRandom random, int[] root) {
        int depth = MIN_DEPTH + random.nextInt(MAX_DEPTH - MIN_DEPTH + 1);
        int[] stack = new int[depth];
        for (int i = 0; i < depth; i++) {
            stack[depth - 1 - i] = i < root.length ? root[i] : function(random);
        }
        return stack;
    }

    private static int function(SplittableRandom random) {
        return JavaFrames.ROOTS + random.nextInt(JavaFrames.COUNT - JavaFrames.ROOTS);
    }

    private byte[] tables(List<String> functions, SplittableRandom random) {
        WireWriter out = new WireWriter(RAW_BYTES);
        addText(out, "");
        for (ProfileKind kind : ProfileKind.values()) {
            kind.firstType.forEach(text -> addText(out, text));
            kind.secondType.forEach(text -> addText(out, text));
            addText(out, kind.periodType);
            addText(out, kind.periodUnit);
        }
        functions.forEach(name -> addText(out, name));
        for (int i = 0; i < functions.size(); i++) {
            int function = out.begin(5);
            out.number(1, i + 1L);
            out.number(2, text(functions.get(i)));
            out.end(function);
        }
        for (int i = 0; i < functions.size(); i++) {
            int location = out.begin(4);
            out.number(1, i + 1L);
            int line = out.begin(4);
            out.number(1, i + 1L);
            out.number(2, 20 + random.nextInt(900));
            out.end(line);
            out.end(location);
        }
        return out.toByteArray();
    }

    private void addText(WireWriter out, String text) {
        if (texts.putIfAbsent(text, texts.size()) == null) {
            out.text(6, text);
        }
    }

    private int text(String text) {
        return Objects.requireNonNull(texts.get(text), text);
    }

    /// A profile of [#PER_PROFILE] of the stacks, not compressed.
    byte[] profile(ProfileKind kind, SplittableRandom random, long timeNanos, long durationNanos) {
        WireWriter out = new WireWriter(RAW_BYTES);
        valueType(out, 1, kind.firstType.get(0), kind.firstType.get(1));
        if (kind.hasSecond()) {
            valueType(out, 1, kind.secondType.get(0), kind.secondType.get(1));
        }
        int[] order = new int[POOL];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < PER_PROFILE; i++) {
            int other = i + random.nextInt(POOL - i);
            int chosen = order[other];
            order[other] = order[i];
            sample(out, stacks[chosen], kind, random);
        }
        out.copy(tables, 0, tables.length);
        out.number(9, timeNanos);
        out.number(10, durationNanos);
        valueType(out, 11, kind.periodType, kind.periodUnit);
        out.number(12, kind.period);
        return out.toByteArray();
    }

    private static void sample(WireWriter out, int[] stack, ProfileKind kind, SplittableRandom random) {
        int sample = out.begin(2);
        int locations = out.begin(1);
        for (int function : stack) {
            out.packed(function + 1L);
        }
        out.end(locations);
        long first = kind.first(random);
        int values = out.begin(2);
        out.packed(first);
        if (kind.hasSecond()) {
            out.packed(kind.second(random, first));
        }
        out.end(values);
        out.end(sample);
    }

    private void valueType(WireWriter out, int field, String type, String unit) {
        int value = out.begin(field);
        out.number(1, text(type));
        out.number(2, text(unit));
        out.end(value);
    }
}
