package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.RecentlyUsed;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.FetchedPages;
import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.FetchPlan;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.trace.TraceFilter;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.TracePlace;
import dev.spanflame.block.trace.store.TraceOutline;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.trace.TraceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Ids and rows of the traces of a block, from `traces.parquet`: of all, of some that follow each other, or of one, for
/// which one page is read. All stay in memory as long as there is room. Immutable, thread-safe.
final class StoredTraces {
    private static final List<String> COLUMNS = List.of("trace_id", "first_row", "span_count");
    private static final int ID = 0;
    private static final int FIRST_ROW = 1;
    private static final int SPANS = 2;
    /// Bytes of memory for each trace.
    private static final long BYTES = 20;
    /// All traces of a block are read at once where this many such blocks stay in memory.
    private static final int BLOCKS = 8;
    /// After so many pages that were read in vain a filter is made, which takes as long as some dozens of pages.
    private static final int MISSES = 16;

    private final String block;
    private final TraceOutline outline;
    private final TableReader reader;
    private final RecentlyUsed<String, TraceIndex> kept;
    private final RecentlyUsed<String, TraceFilter> filters;
    private final int[] columns;
    /// First trace of each row group, and behind the last one the number of all.
    private final int[] firsts;
    private final AtomicInteger misses;

    /// Of the block with this id.
    StoredTraces(String block, TraceOutline outline, TableReader reader, Kept kept) {
        this.block = block;
        this.outline = outline;
        this.reader = reader;
        this.kept = kept.traces();
        this.filters = kept.filters();
        // somewhere between, so that one look-up does not make the filters of all blocks
        this.misses = new AtomicInteger(Math.floorMod(block.hashCode(), MISSES));
        this.columns = COLUMNS.stream()
                .mapToInt(name -> reader.index().schema().find(name).orElseThrow())
                .toArray();
        List<RowGroupIndex> groups = reader.index().groups();
        firsts = new int[groups.size() + 1];
        for (int group = 0; group < groups.size(); group++) {
            firsts[group + 1] = firsts[group] + groups.get(group).rows();
        }
        if (firsts[groups.size()] != outline.count()) {
            throw damaged("has " + outline.count() + " traces, but traces.parquet has " + firsts[groups.size()]);
        }
    }

    private BackendException damaged(String text) {
        return BackendException.damaged(
                "damaged_index", reader.name(), "the index of block " + block + " is damaged: it " + text);
    }

    /// All, with first rows counted over the whole block.
    TraceIndex all() {
        TraceIndex known = kept.get(block);
        if (known == null) {
            known = read(0, outline.count());
            kept.put(block, known, BYTES * outline.count());
        }
        return known;
    }

    /// The traces `[first, last)`, with first rows counted over the whole block.
    TraceIndex range(int first, int last) {
        TraceIndex known = isSmall() ? all() : kept.get(block);
        if (known == null) {
            return read(first, last);
        }
        return new TraceIndex(
                Arrays.copyOfRange(known.highs(), first, last),
                Arrays.copyOfRange(known.lows(), first, last),
                Arrays.copyOfRange(known.firstRows(), first, last + 1),
                last - first);
    }

    private boolean isSmall() {
        return BLOCKS * BYTES * outline.count() <= kept.maxBytes();
    }

    /// All, a page at a time unless they are in memory.
    Iterator<TraceIndex> parts() {
        return pieces(outline.firstHighs().length, this::firstOf);
    }

    /// All, in so many pieces unless they are in memory; `first` gives the first trace of each, and the number of all.
    private Iterator<TraceIndex> pieces(int count, IntUnaryOperator first) {
        TraceIndex known = isSmall() ? all() : kept.get(block);
        return known == null
                ? IntStream.range(0, count)
                        .mapToObj(piece -> read(first.applyAsInt(piece), first.applyAsInt(piece + 1)))
                        .iterator()
                : List.of(known).iterator();
    }

    /// A filter of all ids.
    TraceFilter filter() {
        TraceFilter known = filters.get(block);
        if (known == null) {
            // a row group of their table at a time: a page is little to ask a bucket for
            known = TraceFilter.of(pieces(firsts.length - 1, group -> firsts[group]), outline.count());
            filters.put(block, known, TraceFilter.bytesOf(outline.count()));
        }
        return known;
    }

    /// The trace with this id, or null.
    @Nullable
    TracePlace find(TraceId id) {
        TraceIndex known = kept.get(block);
        TraceFilter filter = known == null ? filters.get(block) : null;
        if (filter != null && !filter.mayHold(id.high(), id.low())) {
            return null;
        }
        TracePlace found = find(id, known);
        if (found == null && known == null && filter == null) {
            missed();
        }
        return found;
    }

    private void missed() {
        boolean isKept = TraceFilter.bytesOf(outline.count()) <= filters.maxBytes() / 2;
        if (misses.incrementAndGet() % MISSES == 0 && isKept) {
            filter();
        }
    }

    /// Those of the traces `ids`, which ascend, that are here; `filter` is asked for where it is of use.
    List<TracePlace> findAll(Collection<TraceId> ids, Supplier<TraceFilter> filter) {
        TraceIndex known = isSmall() ? all() : kept.get(block);
        TraceFilter sieve = known == null ? filter.get() : null;
        List<TracePlace> places = new ArrayList<>();
        for (TraceId id : ids) {
            TracePlace place = sieve == null || sieve.mayHold(id.high(), id.low()) ? find(id, known) : null;
            if (place != null) {
                places.add(place);
            }
        }
        return places;
    }

    private @Nullable TracePlace find(TraceId id, @Nullable TraceIndex known) {
        if (known != null) {
            return known.place(id);
        }
        int page = outline.pageOf(id.high(), id.low());
        if (page < 0) {
            return null;
        }
        TracePlace found = page(page).place(id);
        return found == null
                ? null
                : new TracePlace(id, firstOf(page) + found.trace(), found.firstRow(), found.spans());
    }

    private TraceIndex page(int page) {
        String place = block + '/' + page;
        TraceIndex known = kept.get(place);
        if (known == null) {
            known = read(firstOf(page), firstOf(page + 1));
            kept.put(place, known, BYTES * known.count());
        }
        return known;
    }

    /// The first trace of a page, counted over all row groups; the number of all traces behind the last one.
    private int firstOf(int page) {
        int rest = page;
        for (int group = 0; group < firsts.length - 1; group++) {
            if (rest < bounds(group).pages()) {
                return firsts[group] + bounds(group).start(rest);
            }
            rest -= bounds(group).pages();
        }
        return outline.count();
    }

    private PageBounds bounds(int group) {
        return reader.index().group(group).bounds();
    }

    private TraceIndex read(int first, int last) {
        int count = last - first;
        TraceIndex traces = new TraceIndex(new long[count], new long[count], new int[count + 1], count);
        try {
            for (int group = 0; group < firsts.length - 1; group++) {
                int from = Math.max(first, firsts[group]);
                int to = Math.min(last, firsts[group + 1]);
                if (from < to) {
                    readGroup(group, from - firsts[group], to - firsts[group], new Target(traces, from - first));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return traces;
    }

    /// The traces of `index` from number `at` on.
    private record Target(TraceIndex index, int at) {}

    private void readGroup(int group, int from, int to, Target target) throws IOException {
        PageBounds bounds = bounds(group);
        FetchPlan plan = reader.plan();
        for (int column : columns) {
            plan.pages(group, column, bounds.pageOf(from), bounds.pageOf(to - 1) + 1);
        }
        FetchedPages pages = reader.fetch(plan);
        ColumnData[] read = new ColumnData[columns.length];
        for (int i = 0; i < read.length; i++) {
            read[i] = reader.chunk(group, columns[i], pages).read(from, to);
        }
        put((ColumnValues.Wides) read[ID].values(), longs(read[FIRST_ROW]), longs(read[SPANS]), target);
    }

    private static long[] longs(ColumnData column) {
        return ((ColumnValues.Longs) column.values()).values();
    }

    private void put(ColumnValues.Wides ids, long[] firstRows, long[] spans, Target target) {
        TraceIndex index = target.index;
        int count = ids.count();
        System.arraycopy(ids.highs(), 0, index.highs(), target.at, count);
        System.arraycopy(ids.lows(), 0, index.lows(), target.at, count);
        for (int i = 0; i < count; i++) {
            int at = target.at + i;
            long end = firstRows[i] + spans[i];
            boolean follows = at == 0 || firstRows[i] == index.firstRows()[at];
            boolean ascends = at == 0
                    || TraceId.compare(index.highs()[at - 1], index.lows()[at - 1], index.highs()[at], index.lows()[at])
                            < 0;
            if (!follows || !ascends || firstRows[i] < 0 || spans[i] < 0 || end > outline.spans()) {
                throw damaged("has a trace of rows " + firstRows[i] + " to " + end + " of " + outline.spans()
                        + " behind row " + index.firstRows()[at]);
            }
            index.firstRows()[at] = (int) firstRows[i];
            index.firstRows()[at + 1] = (int) end;
        }
    }
}
