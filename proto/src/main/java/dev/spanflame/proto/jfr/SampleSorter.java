package dev.spanflame.proto.jfr;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileBatch.Refusal;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleTable;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SeriesLabels;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sorts events into profiles, one sample for each event, its weight made of that event alone.
final class SampleSorter {
    private static final String SLEEPING = "STATE_SLEEPING";
    private static final String RUNNABLE = "STATE_RUNNABLE";
    private static final String WALL = "wall";

    private final JfrRecording recording;
    private final ProfileLimits limits;
    private final StackTranslator stacks;
    private final ContextLabels labels;
    private final Map<JfrProfile, ProfileBatch> batches = new EnumMap<>(JfrProfile.class);
    private @Nullable RecordedSpans spans;
    private int samples;

    SampleSorter(JfrRecording recording, ProfileLimits limits, StackTranslator stacks) {
        this.recording = recording;
        this.limits = limits;
        this.stacks = stacks;
        this.labels = new ContextLabels(recording.labels(), limits);
    }

    /// What follows is of another chunk, which tells these spans.
    void begin(RecordedSpans recorded) {
        spans = recorded;
    }

    /// Sorts the event that `event` read last. `recorded` is what the recording says about itself.
    void add(EventReader event, ChunkHeader chunk, ConstantPools pools, Mode recorded) {
        String mode = recorded.event();
        switch (event.kind()) {
            case EXECUTION -> {
                String state = pools.state(event.state());
                if (!recorded.cpuTime() && !state.isEmpty() && !state.equals(SLEEPING)) {
                    add(JfrProfile.CPU, event, chunk, recording.periodNanos(), 0);
                }
                if (mode.equals(WALL)) {
                    add(JfrProfile.WALL, event, chunk, recording.periodNanos(), 0);
                }
            }
            case WALL_CLOCK -> {
                long nanos = saturatedProduct(event.value(), recording.periodNanos());
                if (mode.equals(WALL) && pools.state(event.state()).equals(RUNNABLE)) {
                    add(JfrProfile.CPU, event, chunk, nanos, 0);
                }
                add(JfrProfile.WALL, event, chunk, nanos, 0);
            }
            case IN_TLAB -> add(JfrProfile.IN_TLAB, event, chunk, 1, event.value());
            case OUTSIDE_TLAB -> add(JfrProfile.OUTSIDE_TLAB, event, chunk, 1, event.value());
            case ALLOCATION_SAMPLE -> add(JfrProfile.ALLOCATION_SAMPLE, event, chunk, 1, event.value());
            case LOCK -> addTime(JfrProfile.LOCK, event, chunk);
            case PARK -> addTime(JfrProfile.PARK, event, chunk);
            case LIVE -> add(JfrProfile.LIVE, event, chunk, 1, 0);
            case MALLOC -> add(JfrProfile.MALLOC, event, chunk, 1, event.value());
            case CPU_TIME -> add(JfrProfile.CPU, event, chunk, chunk.nanos(event.value()), 0);
            case NATIVE_LOCK -> addTime(JfrProfile.NATIVE_LOCK, event, chunk);
            case METHOD_TRACE -> addTime(JfrProfile.METHOD_TRACE, event, chunk);
            case MONITOR_WAIT -> addTime(JfrProfile.MONITOR_WAIT, event, chunk);
            case SLEEP -> addTime(JfrProfile.SLEEP, event, chunk);
            case PINNED -> addTime(JfrProfile.PINNED, event, chunk);
            case SOCKET_READ -> addTime(JfrProfile.SOCKET_READ, event, chunk);
            case SOCKET_WRITE -> addTime(JfrProfile.SOCKET_WRITE, event, chunk);
            case FILE_READ -> addTime(JfrProfile.FILE_READ, event, chunk);
            case FILE_WRITE -> addTime(JfrProfile.FILE_WRITE, event, chunk);
            case FILE_FORCE -> addTime(JfrProfile.FILE_FORCE, event, chunk);
            case EXCEPTION -> add(JfrProfile.EXCEPTION, event, chunk, 1, 0);
        }
    }

    /// What a recording says about itself: the event the profiler was sampling by, empty where unknown,
    /// and whether it has samples of CPU time, beside which those of running threads would count the
    /// same time twice.
    record Mode(String event, boolean cpuTime) {
        static final Mode UNKNOWN = new Mode("", false);
    }

    private void addTime(JfrProfile profile, EventReader event, ChunkHeader chunk) {
        add(profile, event, chunk, 1, chunk.nanos(event.value()));
    }

    /// The profiles that have a sample, or had one that was refused.
    List<ProfileBatch> batches() {
        List<ProfileBatch> all = new ArrayList<>(batches.values());
        for (Oddity oddity : Oddity.values()) {
            for (int i = 0; i < stacks.oddityCount(oddity) && !all.isEmpty(); i++) {
                all.getFirst().note(oddity);
            }
        }
        return all;
    }

    private void add(JfrProfile profile, EventReader event, ChunkHeader chunk, long first, long second) {
        ProfileBatch batch = batches.computeIfAbsent(profile, this::batch);
        int stack = stacks.stack(event.stack());
        if (stack < 0) {
            batch.refuse(StackTranslator.refusal(stack));
            return;
        }
        if (first < 0 || second < 0 || (first | second) == 0) {
            batch.refuse((first | second) < 0 ? Refusal.NEGATIVE_VALUE : Refusal.ALL_ZERO);
            return;
        }
        count();
        SampleTable table = batch.samples();
        int row = table.add();
        table.setValue(row, 0, first);
        if (table.types() > 1) {
            table.setValue(row, 1, second);
        }
        table.rows().set(SampleColumn.STACK, row, stack);
        setColumns(batch, row, event, chunk);
    }

    private void count() {
        if (++samples > limits.maxSamples()) {
            throw new BackendException(
                    ErrorKind.UNPROCESSABLE,
                    "samples_limit",
                    "the recording has more than " + limits.maxSamples()
                            + " samples (max_profile_stacktrace_samples); send shorter recordings");
        }
    }

    private void setColumns(ProfileBatch batch, int row, EventReader event, ChunkHeader chunk) {
        SampleTable table = batch.samples();
        table.rows().set(SampleColumn.TIME, row, chunk.timeNanos(event.time()));
        table.rows().set(SampleColumn.THREAD, row, stacks.thread(event.thread()));
        RecordedSpans.Context span = spans == null || event.span() != 0 ? null : spans.at(event.thread(), event.time());
        table.rows().set(SampleColumn.SPAN_ID, row, span == null ? event.span() : span.span());
        table.rows().set(SampleColumn.TRACE_HIGH, row, span == null ? event.traceHigh() : span.traceHigh());
        table.rows().set(SampleColumn.TRACE_LOW, row, span == null ? event.traceLow() : span.traceLow());
        table.rows().set(SampleColumn.LABEL_SET, row, labels.set(batch, event.context(), event.spanName()));
    }

    private ProfileBatch batch(JfrProfile profile) {
        ProfileBatch batch = new ProfileBatch(stacks.symbols(), stacks.stacks(), profile.sampleTypes());
        long period = profile == JfrProfile.CPU || profile == JfrProfile.WALL ? recording.periodNanos() : 0;
        batch.setLabels(Labels.of(SeriesLabels.NAME, profile.metric()));
        batch.setPeriod(profile.periodType(), period);
        batch.setTime(recording.fromNanos(), recording.untilNanos() - recording.fromNanos());
        return batch;
    }

    private static long saturatedProduct(long count, long nanos) {
        return count > Long.MAX_VALUE / nanos ? Long.MAX_VALUE : count * nanos;
    }
}
