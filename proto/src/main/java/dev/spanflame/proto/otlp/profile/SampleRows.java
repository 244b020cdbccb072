package dev.spanflame.proto.otlp.profile;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileBatch.Refusal;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleTable;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.proto.otlp.profile.Dictionary.LinkColumn;
import dev.spanflame.proto.wire.WireReader;
import java.util.Arrays;
import java.util.List;

/// Reads the samples of one profile into rows: one for each time a sample was taken at, so that none is
/// lost.
final class SampleRows {
    private static final int DEPTH = 4;

    private final Dictionary dictionary;
    private final StackReader stacks;
    private final ProfileLayout layout;
    private final List<Measure> measures;
    private final ProfileLimits limits;
    private final Targets targets;
    private final IntList attributes = new IntList();
    private long[] values = new long[16];
    private long[] times = new long[16];
    private int valueCount;
    private int timeCount;
    private long stack;
    private long length;
    private long link;
    private int rows;

    SampleRows(
            Dictionary dictionary, StackReader stacks, ProfileLayout layout, List<Measure> measures, Targets targets) {
        this.dictionary = dictionary;
        this.stacks = stacks;
        this.layout = layout;
        this.measures = measures;
        this.limits = targets.limits();
        this.targets = targets;
    }

    /// Reads the sample at which the cursor stands. Hot path.
    void read(WireReader in) {
        valueCount = 0;
        timeCount = 0;
        stack = 0;
        length = 0;
        link = 0;
        attributes.clear();
        ProfileLayout.SampleFields fields = layout.sample();
        while (in.hasMore()) {
            int tag = in.tag();
            int field = tag >>> 3;
            if (field == 1 && (tag & 7) == WireReader.VARINT) {
                stack = in.varint();
            } else if (field == fields.values()) {
                readValues(in, tag);
            } else if (field == fields.attributes()) {
                attributes.read(in, tag, DEPTH);
            } else if (field == fields.link() && (tag & 7) == WireReader.VARINT) {
                link = in.varint();
            } else if (field == fields.timestamps()) {
                readTimes(in, tag);
            } else if (field == 2 && (tag & 7) == WireReader.VARINT) {
                length = in.varint();
            } else {
                in.skip(tag, DEPTH);
            }
        }
        int row = layout.hasRanges() ? stacks.range(stack, length) : stacks.stack(stack);
        addRows(row);
    }

    private void readValues(WireReader in, int tag) {
        if ((tag & 7) == WireReader.VARINT) {
            addValue(in.varint());
        } else if ((tag & 7) == WireReader.BYTES) {
            int outer = in.enter(DEPTH);
            while (in.hasMore()) {
                addValue(in.varint());
            }
            in.leave(outer);
        } else {
            in.skip(tag, DEPTH);
        }
    }

    private void addValue(long value) {
        if (valueCount == values.length) {
            values = Arrays.copyOf(values, valueCount * 2);
        }
        values[valueCount++] = value;
    }

    private void readTimes(WireReader in, int tag) {
        switch (tag & 7) {
            case WireReader.VARINT -> addTime(in.varint());
            case WireReader.FIXED64 -> addTime(in.fixed64());
            case WireReader.BYTES -> {
                int outer = in.enter(DEPTH);
                while (in.hasMore()) {
                    addTime(layout.hasRanges() ? in.varint() : in.fixed64());
                }
                in.leave(outer);
            }
            default -> in.skip(tag, DEPTH);
        }
    }

    private void addTime(long time) {
        if (timeCount == times.length) {
            times = Arrays.copyOf(times, timeCount * 2);
        }
        times[timeCount++] = time;
    }

    private void addRows(int row) {
        Targets.Target target = targets.of(attributes);
        if (row == StackReader.EMPTY) {
            target.batch().refuse(Refusal.NO_STACK);
            return;
        }
        int types = measures.size();
        if (types > 1 && valueCount != types) {
            throw MalformedOtlp.because(
                    "a sample has " + valueCount + " values where there are " + types + " sample types");
        }
        if (types == 1 && timeCount > 0 && (valueCount == 0 || valueCount == timeCount)) {
            for (int i = 0; i < timeCount; i++) {
                add(target, row, times[i], valueCount == 0 ? 1 : values[i]);
            }
        } else if (types == 1) {
            add(target, row, timeCount == 0 ? 0 : times[0], sum());
        } else {
            addMany(target, row, timeCount == 0 ? 0 : times[0]);
        }
    }

    private long sum() {
        long sum = 0;
        for (int i = 0; i < valueCount; i++) {
            sum = values[i] < 0 || sum < 0 ? -1 : Math.min(Long.MAX_VALUE - values[i], sum) + values[i];
        }
        return sum;
    }

    private void add(Targets.Target target, int stackRow, long time, long value) {
        if (value <= 0) {
            target.batch().refuse(value < 0 ? Refusal.NEGATIVE_VALUE : Refusal.ALL_ZERO);
            return;
        }
        int row = newRow(target, stackRow, time);
        target.batch().samples().setValue(row, 0, measures.getFirst().value(value));
    }

    private void addMany(Targets.Target target, int stackRow, long time) {
        long all = 0;
        for (int i = 0; i < valueCount; i++) {
            all |= values[i];
        }
        if (all <= 0) {
            target.batch().refuse(all < 0 ? Refusal.NEGATIVE_VALUE : Refusal.ALL_ZERO);
            return;
        }
        int row = newRow(target, stackRow, time);
        for (int i = 0; i < valueCount; i++) {
            target.batch().samples().setValue(row, i, measures.get(i).value(values[i]));
        }
    }

    private int newRow(Targets.Target target, int stackRow, long time) {
        if (++rows > limits.maxSamples()) {
            throw BackendException.badRequest(
                    "samples_limit",
                    "the profile has more than " + limits.maxSamples()
                            + " samples (max_profile_stacktrace_samples); send shorter profiles");
        }
        ProfileBatch batch = target.batch();
        SampleTable table = batch.samples();
        int row = table.add();
        table.rows().set(SampleColumn.STACK, row, stackRow);
        table.rows().set(SampleColumn.TIME, row, Math.max(0, time));
        table.rows().set(SampleColumn.THREAD, row, target.thread());
        table.rows().set(SampleColumn.LABEL_SET, row, target.labelSet());
        setLink(table, row);
        return row;
    }

    private void setLink(SampleTable table, int row) {
        if (link == 0 && !layout.hasRanges()) {
            return;
        }
        if (link < 0 || link >= dictionary.links.size()) {
            if (link == 0) {
                return;
            }
            throw MalformedOtlp.because("link " + link + " of a table with " + dictionary.links.size() + " entries");
        }
        table.rows().set(SampleColumn.SPAN_ID, row, dictionary.links.get(LinkColumn.SPAN, (int) link));
        table.rows().set(SampleColumn.TRACE_HIGH, row, dictionary.links.get(LinkColumn.TRACE_HIGH, (int) link));
        table.rows().set(SampleColumn.TRACE_LOW, row, dictionary.links.get(LinkColumn.TRACE_LOW, (int) link));
    }
}
