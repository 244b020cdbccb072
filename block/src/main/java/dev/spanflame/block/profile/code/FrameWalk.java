package dev.spanflame.block.profile.code;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.profile.StackPattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Leads a pattern along the frames of one partition. A frame without a name of its own stands for the functions at
/// its place, where they are known. Not thread-safe.
public final class FrameWalk {
    private final StackPattern.Matcher matcher;
    private final int[] names;
    private final int @Nullable [][] chains;

    private FrameWalk(StackPattern.Matcher matcher, int[] names, int @Nullable [][] chains) {
        this.matcher = matcher;
        this.names = names;
        this.chains = chains;
    }

    /// Over frames whose names are the entries `names` of `texts`; `describe` tells all that is known of a frame, and
    /// is
    /// asked for places alone.
    public static FrameWalk of(NamedStacks stacks, ByteStrings texts, int[] names, IntFunction<FrameText> describe) {
        Map<Integer, FrameText> places = places(texts, names, describe);
        Map<FrameText, List<String>> known =
                places.isEmpty() ? Map.of() : stacks.naming().functions(List.copyOf(places.values()));
        if (known.isEmpty()) {
            return new FrameWalk(stacks.pattern().matcher(texts, List.of()), names, null);
        }
        Map<String, Integer> numbers = new HashMap<>();
        List<String> more = new ArrayList<>();
        int[][] chains = new int[names.length][];
        places.forEach((frame, place) -> {
            List<String> functions = known.get(place);
            if (functions != null) {
                chains[frame] = functions.stream()
                        .mapToInt(function -> numbers.computeIfAbsent(function, one -> {
                            more.add(one);
                            return texts.size() + more.size() - 1;
                        }))
                        .toArray();
            }
        });
        return new FrameWalk(stacks.pattern().matcher(texts, more), names, chains);
    }

    private static Map<Integer, FrameText> places(ByteStrings texts, int[] names, IntFunction<FrameText> describe) {
        BitSet like = new BitSet(texts.size());
        for (int text = 0; text < texts.size(); text++) {
            like.set(text, FrameText.looksLikePlace(texts, text));
        }
        Map<Integer, FrameText> places = new HashMap<>();
        if (!like.isEmpty()) {
            for (int frame = 0; frame < names.length; frame++) {
                if (like.get(names[frame])) {
                    FrameText text = describe.apply(frame);
                    if (text.isPlace()) {
                        places.put(frame, text);
                    }
                }
            }
        }
        return places;
    }

    /// State above the outermost frame.
    public int start() {
        return matcher.start();
    }

    /// State behind a frame. Hot path.
    public int next(int state, int frame) {
        int[] chain = chains == null ? null : chains[frame];
        if (chain == null) {
            return matcher.next(state, names[frame]);
        }
        int behind = state;
        for (int name : chain) {
            behind = matcher.next(behind, name);
        }
        return behind;
    }

    /// Whether a stack that ends in this state is taken. Hot path.
    public boolean accepts(int state) {
        return matcher.accepts(state);
    }
}
