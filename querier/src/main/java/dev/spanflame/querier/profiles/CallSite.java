package dev.spanflame.querier.profiles;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.profile.Forest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A path of function names from the root: the stacks that begin with it are the ones asked for.
public final class CallSite {
    private static final int OUTSIDE = -1;

    private final Forest forest;
    private final int[] path;

    private CallSite(Forest forest, int[] path) {
        this.forest = forest;
        this.path = path;
    }

    /// The frames of `forest` whose stacks begin with `names`, from the root on; all where `names` is empty.
    public static Forest cut(Forest forest, List<String> names) {
        if (names.isEmpty()) {
            return forest;
        }
        int[] path = new int[names.size()];
        for (int i = 0; i < path.length; i++) {
            path[i] = find(forest.names(), names.get(i));
            if (path[i] < 0) {
                return new Forest();
            }
        }
        return new CallSite(forest, path).cut();
    }

    private static int find(ByteStrings names, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < names.size(); i++) {
            if (names.equals(i, utf8, 0, utf8.length)) {
                return i;
            }
        }
        return -1;
    }

    /// Frames on the path count only what goes through its end.
    private Forest cut() {
        int[] depths = new int[forest.size()];
        long[] totals = new long[forest.size()];
        for (int frame = 0; frame < depths.length; frame++) {
            int parent = forest.parent(frame);
            int above = parent == Forest.ROOT ? 0 : depths[parent];
            if (above == OUTSIDE || (above < path.length && forest.nameId(frame) != path[above])) {
                depths[frame] = OUTSIDE;
            } else {
                depths[frame] = Math.min(above + 1, path.length + 1);
                totals[frame] = above + 1 >= path.length ? forest.total(frame) : 0;
            }
        }
        for (int frame = depths.length - 1; frame >= 0; frame--) {
            if (depths[frame] > 1 && depths[frame] <= path.length) {
                totals[forest.parent(frame)] += totals[frame];
            }
        }
        return planted(totals);
    }

    private Forest planted(long[] totals) {
        Forest result = new Forest();
        ByteStrings names = forest.names();
        int[] numbers = new int[totals.length];
        for (int frame = 0; frame < totals.length; frame++) {
            if (totals[frame] != 0) {
                int parent = forest.parent(frame);
                numbers[frame] = result.add(
                        parent == Forest.ROOT ? Forest.ROOT : numbers[parent],
                        result.name(names, forest.nameId(frame)),
                        totals[frame]);
            }
        }
        return result;
    }
}
