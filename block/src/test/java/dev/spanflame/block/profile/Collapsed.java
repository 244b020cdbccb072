package dev.spanflame.block.profile;

import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.StackTable;
import dev.spanflame.model.trace.TraceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes batches of CPU samples out of stacks written `main;run;parse`, the root first.
public final class Collapsed {
    /// The type of all profiles made here.
    public static final SampleType CPU = new SampleType("cpu", "nanoseconds");

    private final ProfileSymbols symbols = new ProfileSymbols(new byte[0]);
    private final StackTable stacks = new StackTable();
    private final ProfileBatch batch;
    private final Map<String, Integer> functions = new HashMap<>();

    private Collapsed(String service, long timeMillis) {
        batch = new ProfileBatch(symbols, stacks, List.of(CPU));
        batch.setLabels(Labels.of("__name__", "process_cpu", "service_name", service))
                .setPeriod(CPU, 10_000_000)
                .setTime(timeMillis * 1_000_000, 10_000_000_000L);
    }

    /// An empty profile of ten seconds.
    public static Collapsed of(String service, long timeMillis) {
        return new Collapsed(service, timeMillis);
    }

    /// Adds a sample.
    public Collapsed add(String stack, long value) {
        return add(stack, value, 0, Labels.EMPTY);
    }

    /// Adds a sample of a span with labels of its own.
    public Collapsed add(String stack, long value, long span, Labels labels) {
        String[] frames = stack.split(";", -1);
        for (int i = frames.length - 1; i >= 0; i--) {
            String[] parts = frames[i].split("@", 2);
            int function = functions.computeIfAbsent(parts[0], name -> symbols.addFunction(symbols.addText(name)));
            stacks.push(symbols.addLocation(function, parts.length > 1 ? Long.parseLong(parts[1]) : 0));
        }
        int set = batch.labelSets().indexOf(labels);
        if (set < 0) {
            batch.labelSets().add(labels);
            set = batch.labelSets().size() - 1;
        }
        int row = batch.samples().add();
        batch.samples().setValue(row, 0, value);
        batch.samples().rows().set(SampleColumn.STACK, row, stacks.close());
        batch.samples().rows().set(SampleColumn.SPAN_ID, row, span);
        batch.samples().rows().set(SampleColumn.TRACE_LOW, row, span * 31);
        batch.samples().rows().set(SampleColumn.LABEL_SET, row, set);
        return this;
    }

    /// Says of which trace the sample is that was added last; of a trace of its own otherwise.
    public Collapsed in(TraceId trace) {
        int row = batch.samples().size() - 1;
        batch.samples().rows().set(SampleColumn.TRACE_HIGH, row, trace.high());
        batch.samples().rows().set(SampleColumn.TRACE_LOW, row, trace.low());
        return this;
    }

    /// Adds a sample that knows its thread and its time, nanoseconds since 1970, but no span.
    public Collapsed on(String thread, long timeNanos, String stack, long value) {
        add(stack, value);
        int row = batch.samples().size() - 1;
        batch.samples().rows().set(SampleColumn.TIME, row, timeNanos);
        batch.samples().rows().set(SampleColumn.THREAD, row, symbols.addText(thread));
        return this;
    }

    /// Adds a label to the series of all samples.
    public Collapsed with(String label, String value) {
        batch.setLabels(batch.labels().with(label, value));
        return this;
    }

    /// The batch.
    public ProfileBatch batch() {
        return batch;
    }
}
