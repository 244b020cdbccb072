package dev.spanflame.proto.jfr;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import java.util.ArrayList;
import java.util.List;

/// Turns a JFR recording into profiles: one batch for CPU time, one for each kind of allocation, locks
/// and so on. Immutable, safe to share.
///
/// Each event makes a sample of its own, with its time and thread. Durations are nanoseconds, whatever
/// the clock of the recording. The batches share their symbols and stacks; their labels are `__name__`
/// and, where the recording says by which event it was sampled, `jfr_event`.
public final class JfrDecoder {
    /// Name of the label that says by which event the profiler sampled.
    public static final String EVENT_LABEL = "jfr_event";

    private static final String SETTING = "jdk.ActiveSetting";
    private static final int NAME = 0;
    private static final int VALUE = 1;

    private final ProfileLimits limits;

    /// A decoder that refuses or cuts what is above `limits`.
    public JfrDecoder(ProfileLimits limits) {
        this.limits = limits;
    }

    /// Profiles of all chunks of a recording; none where it has no sample.
    ///
    /// Throws [BackendException] of kind UNPROCESSABLE with one of the reasons `malformed_profile`,
    /// `profile_size_limit`, `samples_limit`, `sample_labels_limit`, `series_limit`.
    public List<ProfileBatch> decode(JfrRecording recording) {
        byte[] bytes = recording.bytes();
        if (bytes.length > limits.maxProfileBytes()) {
            throw new BackendException(
                    ErrorKind.UNPROCESSABLE,
                    "profile_size_limit",
                    "the recording has " + bytes.length + " bytes, more than " + limits.maxProfileBytes()
                            + " (max_profile_size_bytes)");
        }
        Cursor cursor = new Cursor(bytes);
        StackTranslator stacks = new StackTranslator(limits);
        SampleSorter sorter = new SampleSorter(recording, limits, stacks);
        SampleSorter.Mode mode = SampleSorter.Mode.UNKNOWN;
        int start = 0;
        do {
            ChunkHeader chunk = ChunkHeader.read(cursor, start, bytes.length);
            Metadata metadata = Metadata.read(cursor, chunk);
            ConstantPools pools = ConstantPools.read(cursor, chunk, metadata);
            stacks.begin(pools);
            sorter.begin(RecordedSpans.read(cursor, chunk, metadata, pools));
            Chunk parts = new Chunk(cursor, chunk, metadata, pools);
            mode = parts.readMode(mode);
            parts.readSamples(sorter, mode);
            start = chunk.end();
        } while (start < bytes.length);
        List<ProfileBatch> batches = sorter.batches();
        if (!mode.event().isEmpty()) {
            for (ProfileBatch batch : batches) {
                batch.setLabels(batch.labels().with(EVENT_LABEL, mode.event()));
            }
        }
        return batches;
    }

    /// The parts of one chunk.
    private record Chunk(Cursor cursor, ChunkHeader header, Metadata metadata, ConstantPools pools) {
        /// The profiler's setting `event`, wherever in the chunk it stands, and whether CPU time was
        /// sampled; `before` where the chunk does not say it.
        SampleSorter.Mode readMode(SampleSorter.Mode before) {
            long setting = metadata.id(SETTING);
            long cpuTime = metadata.id(EventKind.CPU_TIME.event());
            if (setting < 0 && cpuTime < 0) {
                return before;
            }
            FieldReader fields = new FieldReader(metadata.layout(SETTING), "name", "value");
            String event = before.event();
            boolean timed = before.cpuTime();
            EventWalk walk = new EventWalk(cursor, header);
            while (walk.hasMore()) {
                long type = walk.next();
                timed |= type == cpuTime;
                if (type == setting) {
                    fields.readChosen(cursor);
                    if (pools.textAt(fields.value(NAME)).equals("event")) {
                        event = pools.textAt(fields.value(VALUE));
                    }
                }
            }
            return new SampleSorter.Mode(event, timed);
        }

        void readSamples(SampleSorter sorter, SampleSorter.Mode mode) {
            List<EventReader> readers = new ArrayList<>();
            for (EventKind kind : EventKind.values()) {
                if (metadata.id(kind.event()) >= 0) {
                    readers.add(new EventReader(kind, metadata));
                }
            }
            EventWalk walk = new EventWalk(cursor, header);
            while (walk.hasMore()) {
                long type = walk.next();
                for (EventReader reader : readers) {
                    if (reader.type() == type) {
                        reader.read(cursor);
                        sorter.add(reader, header, pools, mode);
                        break;
                    }
                }
            }
        }
    }
}
