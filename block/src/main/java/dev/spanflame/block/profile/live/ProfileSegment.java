package dev.spanflame.block.profile.live;

import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.Totals;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.SampleTable;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.StackTable;
import dev.spanflame.model.trace.TextRef;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Live profiles of one tenant, in memory, to be queried while they grow.
///
/// One thread at a time appends; the caller sees to that, and keeps [#memoryBytes] within bounds. Any
/// number of threads take snapshots, without a lock: an append writes behind what a snapshot shows and
/// publishes the new end when it is done, so that a profile is seen whole or not at all.
///
/// Each sample type of a batch, together with each set of labels of its samples, makes one row of
/// profiles, whose samples are neighbours. Values of 0 take no room.
public final class ProfileSegment {
    private final FrameStore frames = new FrameStore();
    private final StackStore stacks = new StackStore();
    private final SeriesStore series = new SeriesStore();
    private final ProfileColumns profiles = new ProfileColumns();
    private final SampleStore samples = new SampleStore();
    private volatile SegmentView view;

    /// An empty segment.
    public ProfileSegment() {
        view = publish();
    }

    /// Stores all samples of `batch` and shows them to readers. The batch may be thrown away
    /// afterwards.
    public void append(ProfileBatch batch) {
        BatchFrames translated = new BatchFrames(frames, stacks, batch);
        int[][] groups = LabelGroups.of(batch);
        for (int type = 0; type < batch.sampleTypes().size(); type++) {
            if (!batch.isRefused(type)) {
                for (int set = 0; set < groups.length; set++) {
                    appendGroup(batch, translated, type, set, groups[set]);
                }
            }
        }
        view = publish();
    }

    /// Everything stored so far; what is appended later does not show.
    public ProfilePartition snapshot() {
        return view;
    }

    /// The same with all its columns, for whoever writes a block.
    public SegmentView contents() {
        return view;
    }

    /// Bytes of heap the segment holds, spare room included.
    public long memoryBytes() {
        return view.memoryBytes();
    }

    /// Number of rows of profiles, one for each profile, sample type and set of labels.
    public int profileCount() {
        return view.rows().count();
    }

    /// Number of samples.
    public int sampleCount() {
        return view.sampleCount();
    }

    /// The most that storing `batches` can add to [#memoryBytes], spare room of growing arrays left
    /// out. Stacks and symbols that several of them share count once.
    public static long worstCaseBytes(Collection<ProfileBatch> batches) {
        Set<StackTable> counted = Collections.newSetFromMap(new IdentityHashMap<>());
        long sum = 0;
        for (ProfileBatch batch : batches) {
            sum += sampleBytes(batch) + (counted.add(batch.stacks()) ? stackBytes(batch) : 0);
        }
        return sum;
    }

    private static long sampleBytes(ProfileBatch batch) {
        long perSample = 60L * batch.sampleTypes().size();
        long labelSets = (long) batch.labelSets().size() * batch.sampleTypes().size();
        return batch.samples().size() * perSample
                + labelSets * 100L * (20 + batch.labels().size());
    }

    private static long stackBytes(ProfileBatch batch) {
        int stackCount = batch.stacks().size();
        long frames = stackCount == 0 ? 0 : batch.stacks().to(stackCount - 1);
        return frames * 8L
                + stackCount * 40L
                + batch.symbols().bytesSize()
                + 100L
                        * (batch.symbols().functions().size()
                                + batch.symbols().lines().size());
    }

    private void appendGroup(ProfileBatch batch, BatchFrames translated, int type, int set, int[] members) {
        SampleTable table = batch.samples();
        int first = samples.size();
        long total = 0;
        for (int row : members) {
            long value = table.value(row, type);
            if (value > 0) {
                total = Totals.sum(total, value);
                samples.add(translated.stack(table.rows().getInt(SampleColumn.STACK, row)), value);
                samples.addIds(table, row);
                samples.addThread(thread(batch, table.rows().get(SampleColumn.THREAD, row)));
            }
        }
        if (samples.size() > first) {
            Labels extra = batch.labelSets().get(set);
            SampleType sampleType = batch.sampleTypes().get(type);
            int id = series.intern(batch.labels(), extra, sampleType, batch.periodType());
            profiles.add(id, batch, first, samples.size() - first, total);
        }
    }

    private int thread(ProfileBatch batch, long ref) {
        return ref == 0 ? 0 : frames.text(batch.symbols().bytes(), TextRef.offset(ref), TextRef.length(ref));
    }

    private SegmentView publish() {
        SegmentView.Symbols symbols = frames.symbols();
        return new SegmentView(
                profiles.rows(),
                profiles.range(),
                new SegmentView.Series(series.all(), series.size()),
                samples.columns(symbols.texts()),
                new SegmentView.Stacks(stacks.pool(), stacks.ends(), stacks.stackCount()),
                symbols,
                frames.memoryBytes()
                        + stacks.memoryBytes()
                        + series.memoryBytes()
                        + profiles.memoryBytes()
                        + samples.memoryBytes());
    }
}
