package dev.spanflame.block.trace.store.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which rows of which sources make a row group, and in what order. Not thread-safe.
///
/// Traces of one source keep their order and the places of their parents; of traces put together from several sources
/// these are kept here.
final class GroupPlan {
    private final List<Source> sources = new ArrayList<>();
    private final Runs runs = new Runs();
    private long[] highs = new long[64];
    private long[] lows = new long[64];
    private int[] firstRows = new int[65];
    private int traces;
    private int[] mergedRows = new int[64];
    private int[] parents = new int[64];
    private int[] sizes = new int[64];
    private int merged;
    private long weight;

    /// A group of an input, and how its numbers of resources and scopes are to be translated.
    record Source(SourceGroup group, int[] resources, int[] scopes) {}

    /// Adds a source and returns its number.
    int addSource(Source source) {
        sources.add(source);
        return sources.size() - 1;
    }

    /// Begins a trace.
    void beginTrace(long high, long low) {
        if (traces == highs.length) {
            highs = Arrays.copyOf(highs, traces * 2);
            lows = Arrays.copyOf(lows, traces * 2);
            firstRows = Arrays.copyOf(firstRows, traces * 2 + 1);
        }
        highs[traces] = high;
        lows[traces] = low;
        firstRows[traces] = runs.rows();
    }

    /// Adds all rows of a trace of one source.
    void addRows(int source, int from, int to) {
        runs.add(source, from, to);
    }

    /// Adds a row of a trace of several sources. `parent` is as [dev.spanflame.block.trace.TraceTree#parentDistance].
    void addMergedRow(int source, int row, int parent, int size) {
        if (merged == mergedRows.length) {
            mergedRows = Arrays.copyOf(mergedRows, merged * 2);
            parents = Arrays.copyOf(parents, merged * 2);
            sizes = Arrays.copyOf(sizes, merged * 2);
        }
        mergedRows[merged] = runs.rows();
        parents[merged] = parent;
        sizes[merged++] = size;
        runs.add(source, row, row + 1);
    }

    /// Ends the trace; its spans take about `bytes`.
    void endTrace(long bytes) {
        firstRows[++traces] = runs.rows();
        weight += bytes;
    }

    /// The sources, by number.
    List<Source> sources() {
        return sources;
    }

    /// The rows, in order.
    Runs runs() {
        return runs;
    }

    /// Number of spans.
    int rows() {
        return runs.rows();
    }

    /// Number of traces.
    int traces() {
        return traces;
    }

    /// Bytes all spans take, roughly.
    long weight() {
        return weight;
    }

    /// Upper half of the id of a trace.
    long high(int trace) {
        return highs[trace];
    }

    /// Lower half of the id of a trace.
    long low(int trace) {
        return lows[trace];
    }

    /// First row of a trace; for [#traces] the number of rows.
    int firstRow(int trace) {
        return firstRows[trace];
    }

    /// Number of rows whose place in their trace was worked out anew.
    int merged() {
        return merged;
    }

    /// The row of the `index`-th of them.
    int mergedRow(int index) {
        return mergedRows[index];
    }

    /// Distance of its parent.
    int mergedParent(int index) {
        return parents[index];
    }

    /// Spans of its subtree.
    int mergedSize(int index) {
        return sizes[index];
    }
}
