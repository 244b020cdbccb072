package dev.spanflame.agent.convert;

import dev.spanflame.agent.config.AgentOptions;
import dev.spanflame.agent.config.Sampling;
import dev.spanflame.agent.labels.ProfileLabels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import one.jfr.JfrReader;
import one.jfr.StackTrace;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.jfr.event.LiveObject;
import one.jfr.event.MallocEvent;
import one.jfr.event.NativeLockEvent;
import org.jspecify.annotations.Nullable;

/// Turns chunks of a JFR recording into profiles, and finds the span of each sample by its thread and
/// time. Used by one thread.
public final class Converter {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final boolean spanNames;
    private final String service;
    private final Map<String, String> labels;
    private final StackFilter filter;
    private final SpanNames names = new SpanNames();
    private final SpanIndex spans = new SpanIndex();
    private final Map<ProfileKind, SampleTable> tables = new EnumMap<>(ProfileKind.class);
    private final FunctionNames functions = new FunctionNames();
    private final AllocationDistances distances = new AllocationDistances();
    private final Gzip gzip = new Gzip();
    /// Used from chunk to chunk; there is none before the first.
    private @Nullable FrameNames frames;

    private @Nullable PprofWriter writer;
    private long samples;
    private long allocations;
    private long samplesWithSpan;

    /// With the settings for names and filters.
    public Converter(AgentOptions options) {
        this.spanNames = options.spanNames();
        this.service = options.application();
        this.labels = options.labels();
        this.filter = new StackFilter(options.include(), options.exclude());
    }

    /// The profiles of chunks that were recorded until now.
    ///
    /// @param carriers whether threads are of the operating system and times of `System.nanoTime()`
    public List<EncodedProfile> convert(List<ByteBuffer> chunks, Sampling sampling, boolean carriers)
            throws IOException {
        List<EncodedProfile> profiles = new ArrayList<>();
        each(chunks, sampling, carriers, chunk -> chunk.write(profiles));
        return profiles;
    }

    /// The same as OTLP: a request `ExportProfilesServiceRequest` for each chunk in which something was
    /// sampled, compressed by gzip.
    public List<byte[]> convertToOtlp(List<ByteBuffer> chunks, Sampling sampling, boolean carriers) throws IOException {
        List<byte[]> requests = new ArrayList<>();
        each(chunks, sampling, carriers, chunk -> chunk.writeOtlp(requests));
        return requests;
    }

    private void each(List<ByteBuffer> chunks, Sampling sampling, boolean carriers, Consumer<Chunk> output)
            throws IOException {
        spans.refresh();
        // what is not read is not missed either
        long end = System.nanoTime();
        try {
            for (ByteBuffer bytes : chunks) {
                try (JfrReader reader = new JfrReader(bytes)) {
                    Chunk chunk = new Chunk(reader, sampling, carriers);
                    chunk.read();
                    output.accept(chunk);
                    end = chunk.end();
                }
            }
        } catch (RuntimeException e) {
            throw new IOException("the recording cannot be read: " + e, e);
        } finally {
            spans.forget(end);
        }
    }

    private FrameNames framesOf(JfrReader reader) {
        FrameNames found = frames;
        if (found == null) {
            found = new FrameNames(functions, reader);
            frames = found;
        } else {
            found.begin(reader);
        }
        return found;
    }

    private PprofWriter writerOf(JfrReader reader, FrameNames names, SampleContexts contexts) {
        PprofWriter found = writer;
        if (found == null) {
            found = new PprofWriter(gzip, reader, names, contexts);
            writer = found;
        } else {
            found.begin(reader, names, contexts);
        }
        return found;
    }

    /// A recording begins whose samples of allocations are so many bytes apart; 0 where there are none.
    public void recordingBegins(long distance) {
        distances.change(distance);
    }

    /// Samples so far.
    public long samples() {
        return samples;
    }

    /// Samples of allocations so far, those that filters leave out as well.
    public long allocations() {
        return allocations;
    }

    /// Samples so far whose span is known.
    public long samplesWithSpan() {
        return samplesWithSpan;
    }

    /// One chunk on its way.
    private final class Chunk {
        private final JfrReader reader;
        private final Sampling sampling;
        private final boolean carriers;
        private final FrameNames frames;
        private final StackFilter.OfChunk accepted;
        private final SampleContexts contexts = new SampleContexts(spanNames, names);
        private final int stateDefault;
        private final long epochMinusNanoTime;

        Chunk(JfrReader reader, Sampling sampling, boolean carriers) {
            this.reader = reader;
            this.sampling = sampling;
            this.carriers = carriers;
            this.frames = framesOf(reader);
            for (SampleTable table : tables.values()) {
                table.clear();
            }
            this.accepted = filter.of(reader, frames);
            this.stateDefault = reader.getEnumKey("jdk.types.ThreadState", "STATE_DEFAULT");
            long now = System.nanoTime();
            this.epochMinusNanoTime = epochNanos() - now;
        }

        private long epochNanos() {
            Instant now = Instant.now();
            return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
        }

        /// A time of the recording as `System.nanoTime()` would have given it.
        long toNanoTime(long ticks) {
            if (carriers && reader.ticksPerSec == NANOS_PER_SECOND) {
                return ticks;
            }
            return reader.chunkStartNanos
                    + Math.round((ticks - reader.chunkStartTicks) * reader.nanosPerTick)
                    - epochMinusNanoTime;
        }

        /// When the chunk ended.
        long end() {
            double ticks = (reader.chunkEndNanos - reader.chunkStartNanos) / reader.nanosPerTick;
            return toNanoTime(reader.chunkStartTicks + Math.round(ticks));
        }

        void read() throws IOException {
            for (Event event = reader.readEvent(); event != null; event = reader.readEvent()) {
                long distance = event instanceof AllocationSample ? distance(event) : 0;
                if (event.stackTraceId == 0 || !accepted.accepts(event.stackTraceId)) {
                    continue;
                }
                if (event instanceof ExecutionSample) {
                    execution((ExecutionSample) event);
                } else if (event instanceof AllocationSample) {
                    allocation((AllocationSample) event, distance);
                } else if (event instanceof ContendedLock) {
                    ContendedLock lock = (ContendedLock) event;
                    add(
                            isParked(event.stackTraceId) ? ProfileKind.PARK : ProfileKind.MONITOR,
                            event,
                            nanos(lock.duration));
                } else if (event instanceof LiveObject) {
                    table(ProfileKind.LIVE).add(event.stackTraceId, 0, 1, 1);
                } else if (event instanceof MallocEvent && ((MallocEvent) event).size > 0) {
                    add(ProfileKind.MALLOC, event, ((MallocEvent) event).size);
                } else if (event instanceof NativeLockEvent) {
                    add(ProfileKind.NATIVE_LOCK, event, nanos(((NativeLockEvent) event).duration));
                }
            }
        }

        /// Also of samples that are left out: what a thread is sampled with next depends on all.
        private long distance(Event allocation) {
            allocations++;
            Long thread = reader.javaThreads.get(allocation.tid);
            return distances.before(thread == null ? 0 : thread);
        }

        private void execution(ExecutionSample sample) {
            boolean timer = sample.threadState == stateDefault || sample.threadState == ExecutionSample.CPU_TIME_SAMPLE;
            if (carriers && !timer) {
                add(ProfileKind.WALL, sample, sample.samples * sampling.wall().toNanos());
            } else {
                add(
                        ProfileKind.CPU,
                        sample,
                        sample.samples * sampling.interval().toNanos());
            }
        }

        /// A sample stands for as many bytes as make up for objects of its size that were not sampled,
        /// whatever distance it was drawn with, and counts as the samples there would have been with the
        /// distance that is set.
        private void allocation(AllocationSample sample, long distance) {
            if (sample.tlabSize == 0) {
                add(ProfileKind.ALLOC_SAMPLE, sample, sample.allocationSize);
                return;
            }
            double chance = AllocationDistances.chance(sample.allocationSize, distance);
            double usual = AllocationDistances.chance(sample.allocationSize, sampling.alloc());
            long count = Math.max(1, Math.round(usual / chance));
            add(ProfileKind.ALLOC, sample, count, Math.round(sample.allocationSize / chance));
        }

        /// A thread that waits for a lock of `java.util.concurrent` is in `Unsafe.park`, one that waits
        /// for a monitor never is.
        private boolean isParked(int stack) {
            StackTrace trace = reader.stackTraces.get(stack);
            int near = trace == null ? 0 : Math.min(8, trace.methods.length);
            for (int i = 0; i < near; i++) {
                if (functions.parks(frames.function(trace.methods[i]))) {
                    return true;
                }
            }
            return false;
        }

        private long nanos(long ticks) {
            return Math.round(ticks * reader.nanosPerTick);
        }

        private void add(ProfileKind kind, Event event, long amount) {
            add(kind, event, 1, amount);
        }

        private void add(ProfileKind kind, Event event, long count, long amount) {
            samples++;
            Long thread = reader.javaThreads.get(event.tid);
            int context = thread == null ? 0 : contexts.number(spans.find(thread, toNanoTime(event.time)));
            if (context > 0) {
                samplesWithSpan++;
            }
            table(kind).add(event.stackTraceId, context, count, amount);
        }

        private SampleTable table(ProfileKind kind) {
            SampleTable found = tables.get(kind);
            if (found == null) {
                found = new SampleTable();
                tables.put(kind, found);
            }
            return found;
        }

        void write(List<EncodedProfile> into) {
            PprofWriter pprof = writerOf(reader, frames, contexts);
            for (Map.Entry<ProfileKind, SampleTable> entry : tables.entrySet()) {
                if (entry.getValue().size() > 0) {
                    into.add(pprof.write(entry.getKey(), entry.getValue(), period(entry.getKey())));
                }
            }
        }

        void writeOtlp(List<byte[]> into) {
            OtlpWriter otlp = new OtlpWriter(reader, frames, contexts);
            boolean any = false;
            for (Map.Entry<ProfileKind, SampleTable> entry : tables.entrySet()) {
                if (entry.getValue().size() > 0) {
                    otlp.add(entry.getKey(), entry.getValue(), period(entry.getKey()));
                    any = true;
                }
            }
            if (any) {
                Map<String, String> all = new LinkedHashMap<>(labels);
                all.putAll(ProfileLabels.ofAll());
                byte[] request = otlp.finish(service, all);
                into.add(gzip.compress(request, request.length));
            }
        }

        private long period(ProfileKind kind) {
            switch (kind) {
                case CPU:
                    return sampling.interval().toNanos();
                case WALL:
                    return sampling.wall().toNanos();
                case ALLOC:
                case ALLOC_SAMPLE:
                    return sampling.alloc();
                default:
                    return 1;
            }
        }
    }
}
