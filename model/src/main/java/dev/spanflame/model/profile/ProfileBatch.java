package dev.spanflame.model.profile;

import dev.spanflame.model.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// One uploaded profile as columns: what a decoder makes and what WAL, live data and limits work on.
///
/// The samples refer to [#stacks], these to [#symbols]. `labels` are those of every series of the profile, among them
/// `__name__` and `service_name`; a sample adds the set of labels it names. Each sample type that is not refused,
/// together with each set of labels, makes a series.
///
/// A batch is filled by one thread, then only read. Not thread-safe while it is filled.
public final class ProfileBatch {
    /// Why a sample was dropped while its neighbours were kept.
    public enum Refusal {
        /// One of its values is below 0, which no counter of a profile can be.
        NEGATIVE_VALUE,
        /// All its values are 0.
        ALL_ZERO,
        /// It has no stack, or one without frames.
        NO_STACK,
        /// It refers to a stack that is not in the recording.
        UNKNOWN_STACK
    }

    /// Oddities that are kept, cut or mended, and counted.
    public enum Oddity {
        /// The stack was deeper than allowed; the frames nearest to the leaf were cut.
        STACK_TOO_DEEP,
        /// A text was longer than allowed; its front was cut.
        TEXT_TOO_LONG,
        /// Bytes that are no UTF-8 were replaced by U+FFFD.
        INVALID_UTF8,
        /// A span id that is not 16 hex digits was ignored.
        INVALID_SPAN_ID,
        /// A trace id that is not 32 hex digits was ignored.
        INVALID_TRACE_ID,
        /// A label with a number was dropped: labels are text.
        NUMERIC_LABEL,
        /// A sample named a label twice; the last value counts.
        DUPLICATE_LABEL,
        /// A frame refers to a method that is not in the recording.
        UNKNOWN_METHOD
    }

    /// A sample type that is not stored, and why; `index` counts from 0 in the order of the upload.
    public record RefusedType(int index, String reason, String message) {}

    private final ProfileSymbols symbols;
    private final StackTable stacks;
    private final SampleTable samples;
    private final List<SampleType> sampleTypes;
    private final List<Labels> labelSets = new ArrayList<>(List.of(Labels.EMPTY));
    private final List<RefusedType> refusedTypes = new ArrayList<>();
    private final BitSet leftOut = new BitSet();
    private final int[] refusals = new int[Refusal.values().length];
    private final int[] oddities = new int[Oddity.values().length];
    private Labels labels = Labels.EMPTY;
    private SampleType periodType = SampleType.NONE;
    private long period;
    private long timeNanos;
    private long durationNanos;

    /// An empty profile with the given sample types, in the order of the values of a sample.
    public ProfileBatch(ProfileSymbols symbols, StackTable stacks, List<SampleType> sampleTypes) {
        this.symbols = symbols;
        this.stacks = stacks;
        this.sampleTypes = List.copyOf(sampleTypes);
        this.samples = new SampleTable(sampleTypes.size());
    }

    /// Functions, locations and mappings; may be shared with other batches of the same upload.
    public ProfileSymbols symbols() {
        return symbols;
    }

    /// Stacks; may be shared with other batches of the same upload.
    public StackTable stacks() {
        return stacks;
    }

    /// Samples that were not dropped.
    public SampleTable samples() {
        return samples;
    }

    /// What the values of a sample count, in their order.
    public List<SampleType> sampleTypes() {
        return sampleTypes;
    }

    /// Labels of all series of this profile.
    public Labels labels() {
        return labels;
    }

    /// Sets the labels of all series of this profile.
    public ProfileBatch setLabels(Labels newLabels) {
        labels = newLabels;
        return this;
    }

    /// Sets of labels of samples; the first is empty.
    public List<Labels> labelSets() {
        return labelSets;
    }

    /// What the period counts.
    public SampleType periodType() {
        return periodType;
    }

    /// Events between two samples, in units of [#periodType]; 0 where unknown.
    public long period() {
        return period;
    }

    /// Sets how the profile was sampled.
    public ProfileBatch setPeriod(SampleType type, long newPeriod) {
        periodType = type;
        period = newPeriod;
        return this;
    }

    /// Start of the profile in nanoseconds since the epoch.
    public long timeNanos() {
        return timeNanos;
    }

    /// How long the profile took, in nanoseconds, never negative; 0 where unknown.
    public long durationNanos() {
        return durationNanos;
    }

    /// Sets when the profile was taken; a negative duration becomes 0.
    public ProfileBatch setTime(long newTimeNanos, long newDurationNanos) {
        timeNanos = newTimeNanos;
        durationNanos = Math.max(0, newDurationNanos);
        return this;
    }

    /// Sample types that are not stored.
    public List<RefusedType> refusedTypes() {
        return refusedTypes;
    }

    /// Notes that a sample type is not stored; its neighbours are.
    public void refuseType(int index, String reason, String message) {
        refusedTypes.add(new RefusedType(index, reason, message));
    }

    /// Leaves out a sample type because a rule of this server says so, which is no fault of the sender.
    public void leaveOut(int index) {
        leftOut.set(index);
    }

    /// Whether no sample type is left to be stored.
    public boolean isEmpty() {
        for (int i = 0; i < sampleTypes.size(); i++) {
            if (!isRefused(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the sample type at `index` is not stored, because it was refused or left out.
    public boolean isRefused(int index) {
        if (leftOut.get(index)) {
            return true;
        }
        for (RefusedType refused : refusedTypes) {
            if (refused.index() == index) {
                return true;
            }
        }
        return false;
    }

    /// Notes that a sample was dropped.
    public void refuse(Refusal why) {
        refusals[why.ordinal()]++;
    }

    /// Number of samples dropped for this reason.
    public int refusedCount(Refusal why) {
        return refusals[why.ordinal()];
    }

    /// Notes an oddity.
    public void note(Oddity oddity) {
        oddities[oddity.ordinal()]++;
    }

    /// Number of oddities of this kind.
    public int oddityCount(Oddity oddity) {
        return oddities[oddity.ordinal()];
    }
}
