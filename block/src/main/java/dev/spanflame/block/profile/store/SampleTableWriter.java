package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.WriteOptions;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.SeriesLabels;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Writes the table of samples, profile after profile. Not thread-safe.
final class SampleTableWriter implements AutoCloseable {
    private static final int GROUP = 1 << 18;
    /// From so many samples on a group ends with its type of profile: values of one type are of one kind.
    private static final int FULL = 1 << 16;

    private final TableFile file;
    /// Which series begin another type of profile than the one before.
    private final BitSet firstOfType;
    private int lastSeries;
    private final long[] series;
    private final long[] times;
    private final long[] stacks;
    private final long[] values;
    private final Sparse spans;
    private final Sparse traceLows;
    private final Sparse sampleTimes;
    private final Sparse threads;
    private final long[] traceHighs;
    private ByteInterner names = new ByteInterner();
    private int[] translated = new int[16];
    private int pending;

    /// For `rows` samples or a few more of the series `labels`, in the order of the block.
    SampleTableWriter(BlockStaging staging, List<Labels> labels, long rows) throws IOException {
        firstOfType = firstOfType(labels);
        file = staging.table(
                ProfileTables.SAMPLES, ProfileTables.SAMPLES_SCHEMA, WriteOptions.DEFAULT.withStreamsApart());
        int capacity = (int) Math.clamp(rows, 1, GROUP);
        series = new long[capacity];
        times = new long[capacity];
        stacks = new long[capacity];
        values = new long[capacity];
        spans = new Sparse(capacity);
        traceLows = new Sparse(capacity);
        traceHighs = new long[capacity];
        sampleTimes = new Sparse(capacity);
        threads = new Sparse(capacity);
    }

    private static BitSet firstOfType(List<Labels> labels) {
        BitSet first = new BitSet(labels.size());
        for (int i = 1; i < labels.size(); i++) {
            String type = labels.get(i).value(SeriesLabels.PROFILE_TYPE);
            first.set(i, !type.equals(labels.get(i - 1).value(SeriesLabels.PROFILE_TYPE)));
        }
        return first;
    }

    /// Appends the sorted samples of a profile; series must ascend.
    void add(int seriesNumber, long time, SampleRun run) throws IOException {
        int next = pending >= FULL ? firstOfType.nextSetBit(lastSeries + 1) : -1;
        if (next >= 0 && next <= seriesNumber) {
            flush();
        }
        lastSeries = seriesNumber;
        translated = new int[run.names().size()];
        Arrays.fill(translated, -1);
        for (int rank = 0; rank < run.size(); rank++) {
            if (pending == series.length) {
                flush();
                Arrays.fill(translated, -1);
            }
            int at = run.at(rank);
            series[pending] = seriesNumber;
            times[pending] = time;
            stacks[pending] = run.stack(at);
            values[pending] = run.value(at);
            addIds(run, at);
            pending++;
        }
    }

    private void addIds(SampleRun run, int at) {
        if (run.span(at) != 0) {
            spans.set(pending, run.span(at));
        }
        if ((run.traceHigh(at) | run.traceLow(at)) != 0) {
            traceHighs[traceLows.count] = run.traceHigh(at);
            traceLows.set(pending, run.traceLow(at));
        }
        if (run.time(at) != 0) {
            sampleTimes.set(pending, run.time(at));
        }
        if (run.thread(at) >= 0) {
            threads.set(pending, name(run, run.thread(at)));
        }
    }

    private int name(SampleRun run, int thread) {
        if (translated[thread] < 0) {
            ByteStrings texts = run.names();
            translated[thread] = names.intern(texts.bytes(), texts.offset(thread), texts.length(thread));
        }
        return translated[thread];
    }

    private void flush() throws IOException {
        if (pending == 0) {
            return;
        }
        Presence traced = traceLows.presence(pending);
        file.add(List.of(
                TableFile.column(series, pending),
                TableFile.column(times, pending),
                TableFile.column(stacks, pending),
                TableFile.column(values, pending),
                new ColumnData(spans.presence(pending), spans.longs()),
                new ColumnData(traced, new ColumnValues.Wides(traceHighs, traceLows.values, traceLows.count)),
                new ColumnData(sampleTimes.presence(pending), sampleTimes.longs()),
                new ColumnData(threads.presence(pending), threads.texts(names.strings()))));
        pending = 0;
        spans.clear();
        traceLows.clear();
        sampleTimes.clear();
        threads.clear();
        names = new ByteInterner();
    }

    void finish(BlockStaging staging) throws IOException {
        flush();
        staging.add(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// A column in which rows may lack a value.
    private static final class Sparse {
        private final long[] words;
        private final long[] values;
        private int count;

        Sparse(int capacity) {
            words = new long[Presence.words(capacity)];
            values = new long[capacity];
        }

        /// Rows must ascend. Hot path.
        void set(int row, long value) {
            words[row >>> 6] |= 1L << row;
            values[count++] = value;
        }

        Presence presence(int rows) {
            return Presence.of(rows, Arrays.copyOf(words, Presence.words(rows)));
        }

        ColumnValues longs() {
            return new ColumnValues.Longs(values, count);
        }

        ColumnValues texts(ByteStrings entries) {
            int[] ids = new int[count];
            for (int i = 0; i < count; i++) {
                ids[i] = (int) values[i];
            }
            return new ColumnValues.Texts(ids, count, entries);
        }

        void clear() {
            Arrays.fill(words, 0);
            count = 0;
        }
    }
}
