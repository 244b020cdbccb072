package dev.spanflame.block.trace.store.write;

import java.util.Arrays;

/// Rows picked from several sources, in order: runs of neighbouring rows of one source. Not thread-safe.
final class Runs {
    private int[] sources = new int[64];
    private int[] froms = new int[64];
    private int[] starts = new int[65];
    private int count;

    /// Appends the rows `[from, to)` of a source.
    void add(int source, int from, int to) {
        if (from == to) {
            return;
        }
        if (count > 0 && sources[count - 1] == source && froms[count - 1] + length(count - 1) == from) {
            starts[count] += to - from;
            return;
        }
        if (count == sources.length) {
            sources = Arrays.copyOf(sources, count * 2);
            froms = Arrays.copyOf(froms, count * 2);
            starts = Arrays.copyOf(starts, count * 2 + 1);
        }
        sources[count] = source;
        froms[count] = from;
        starts[count + 1] = starts[count] + to - from;
        count++;
    }

    /// Forgets all runs.
    void clear() {
        count = 0;
    }

    /// Number of runs.
    int count() {
        return count;
    }

    /// Number of rows.
    int rows() {
        return starts[count];
    }

    /// Source of a run.
    int source(int run) {
        return sources[run];
    }

    /// First row of a run in its source.
    int from(int run) {
        return froms[run];
    }

    /// Row behind the last one of a run in its source.
    int to(int run) {
        return froms[run] + length(run);
    }

    /// First row of a run among all picked rows.
    int start(int run) {
        return starts[run];
    }

    /// Rows of a run.
    int length(int run) {
        return starts[run + 1] - starts[run];
    }

    /// For each of `rows` rows of a source its place among the picked rows, -1 for those not picked.
    int[] placesOf(int source, int rows) {
        int[] places = new int[rows];
        Arrays.fill(places, -1);
        for (int run = 0; run < count; run++) {
            if (sources[run] == source) {
                for (int i = length(run) - 1; i >= 0; i--) {
                    places[froms[run] + i] = starts[run] + i;
                }
            }
        }
        return places;
    }
}
