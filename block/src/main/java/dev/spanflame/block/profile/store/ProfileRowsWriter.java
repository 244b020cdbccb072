package dev.spanflame.block.profile.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.WriteOptions;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.SeriesLabels;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Gathers the profiles of a block in order and writes the tables of profiles and series. Not thread-safe.
final class ProfileRowsWriter {
    private static final int GROUP = 1 << 17;

    private int count;
    private int[] series;
    private long[] times;
    private long[] durations;
    private int[] firsts;
    private int[] counts;
    private long[] totals;
    private int samples;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    /// With room for `capacity` profiles.
    ProfileRowsWriter(int capacity) {
        series = new int[capacity];
        times = new long[capacity];
        durations = new long[capacity];
        firsts = new int[capacity];
        counts = new int[capacity];
        totals = new long[capacity];
    }

    /// Appends row `row` of `source` as a profile of the series `number`.
    void add(ProfileRows source, int row, int number) {
        if (source.sampleCounts()[row] > Integer.MAX_VALUE - samples) {
            throw new BackendException(
                    ErrorKind.TOO_LARGE,
                    "block_too_large",
                    "a block of profiles cannot have more than 2,147,483,647 samples; merge fewer blocks");
        }
        series[count] = number;
        times[count] = source.times()[row];
        durations[count] = source.durations()[row];
        firsts[count] = samples;
        counts[count] = source.sampleCounts()[row];
        totals[count] = source.totals()[row];
        earliest = Math.min(earliest, times[count]);
        latest = Math.max(latest, times[count] + durations[count]);
        samples += counts[count];
        count++;
    }

    ProfileRows rows() {
        return new ProfileRows(count, series, times, durations, firsts, counts, totals);
    }

    TimeRange range() {
        return new TimeRange(earliest, latest);
    }

    /// Writes both tables; `labels` are those of the series in their order.
    void finish(BlockStaging staging, List<Labels> labels) throws IOException {
        try (TableFile file =
                staging.table(ProfileTables.PROFILES, ProfileTables.PROFILES_SCHEMA, WriteOptions.DEFAULT)) {
            for (int from = 0; from < count; from += GROUP) {
                file.add(columns(from, Math.min(count, from + GROUP)));
            }
            staging.add(file);
        }
        try (TableFile file = staging.table(ProfileTables.SERIES, ProfileTables.SERIES_SCHEMA, WriteOptions.DEFAULT)) {
            for (int from = 0; from < labels.size(); from += GROUP) {
                file.add(seriesColumns(labels, from, Math.min(labels.size(), from + GROUP)));
            }
            staging.add(file);
        }
    }

    private List<ColumnData> columns(int from, int to) {
        int rows = to - from;
        long[] ids = new long[rows];
        Arrays.setAll(ids, i -> from + i);
        return List.of(
                TableFile.column(ids, rows),
                widened(series, from, to),
                TableFile.column(Arrays.copyOfRange(times, from, to), rows),
                TableFile.column(Arrays.copyOfRange(durations, from, to), rows),
                widened(firsts, from, to),
                widened(counts, from, to),
                TableFile.column(Arrays.copyOfRange(totals, from, to), rows));
    }

    private static ColumnData widened(int[] values, int from, int to) {
        long[] wide = new long[to - from];
        Arrays.setAll(wide, i -> values[from + i]);
        return TableFile.column(wide, wide.length);
    }

    private static List<ColumnData> seriesColumns(List<Labels> labels, int from, int to) throws IOException {
        long[] ids = new long[to - from];
        String[] types = new String[ids.length];
        String[] services = new String[ids.length];
        String[] all = new String[ids.length];
        for (int i = 0; i < ids.length; i++) {
            Labels one = labels.get(from + i);
            ids[i] = from + i;
            types[i] = one.value(SeriesLabels.PROFILE_TYPE);
            services[i] = one.value(SeriesLabels.SERVICE);
            all[i] = json(one);
        }
        return List.of(TableFile.column(ids, ids.length), texts(types), texts(services), texts(all));
    }

    private static String json(Labels labels) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            for (Labels.Label label : labels) {
                json.writeStringField(label.name(), label.value());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static ColumnData texts(String[] values) {
        ByteInterner entries = new ByteInterner();
        int[] ids = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            byte[] utf8 = values[i].getBytes(StandardCharsets.UTF_8);
            ids[i] = entries.intern(utf8, 0, utf8.length);
        }
        return ColumnData.full(new ColumnValues.Texts(ids, ids.length, entries.strings()));
    }
}
