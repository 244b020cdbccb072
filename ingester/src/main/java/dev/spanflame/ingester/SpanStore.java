package dev.spanflame.ingester;

import dev.spanflame.block.wal.Wal;
import dev.spanflame.block.wal.WalEntry;
import dev.spanflame.block.wal.WalRecord;
import dev.spanflame.ingester.live.LiveStreams;
import dev.spanflame.ingester.live.TraceSegment;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanFollower;
import dev.spanflame.proto.inflate.InFlightBudget;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The way of spans: decoded, judged, made durable, made visible.
final class SpanStore implements SpanIntake {
    /// The body of an entry is an encoded `ExportTraceServiceRequest`.
    static final int FORMAT_OTLP = 1;

    private static final int KEPT_WORKPLACES = 16;
    private static final int KEPT_ROWS = 1 << 16;

    private final Wal wal;
    private final LiveStreams<SpanBatch, TraceSegment> streams;
    private final IngestLimits limits;
    private final InstantSource clock;
    private final SpanMeters meters;
    private final ConcurrentLinkedQueue<Workplace> idle = new ConcurrentLinkedQueue<>();
    private volatile SpanFollower follower = SpanFollower.NONE;

    SpanStore(
            Wal wal,
            LiveStreams<SpanBatch, TraceSegment> streams,
            IngestLimits limits,
            InstantSource clock,
            Meters meters) {
        this.wal = wal;
        this.streams = streams;
        this.limits = limits;
        this.clock = clock;
        this.meters = new SpanMeters(meters);
    }

    /// A decoder and the batch it fills, used by one request after the other: both keep the room they have
    /// grown.
    private static final class Workplace {
        private final OtlpSpanDecoder decoder = new OtlpSpanDecoder();
        private final SpanBatch batch = new SpanBatch();
    }

    /// See [Ingester#follow].
    void follow(SpanFollower next) {
        follower = next;
    }

    @Override
    public Result store(Tenant tenant, byte[] request) {
        limits.rate().take(tenant, request.length);
        @Nullable Workplace kept = idle.poll();
        Workplace workplace = kept == null ? new Workplace() : kept;
        boolean handedOver = false;
        try (InFlightBudget.Reservation memory = limits.memory().open()) {
            workplace.decoder.decode(request, workplace.batch, memory);
            Result result = store(tenant, request, workplace);
            handedOver = result.stored() > 0
                    && follower.offer(tenant, workplace.batch, nanos(clock), () -> giveBack(workplace));
            return result;
        } finally {
            if (!handedOver) {
                giveBack(workplace);
            }
        }
    }

    private Result store(Tenant tenant, byte[] request, Workplace workplace) {
        SpanBatch batch = workplace.batch;
        boolean excess =
                limits.traceSizes().refuseExcess(tenant, batch) | limits.times().refuse(batch, nanos(clock));
        Map<SpanBatch.Refusal, Integer> refused = refused(batch);
        meters.received(tenant, batch, refused, request.length);
        BitSet refusedOrdinals = (BitSet) batch.refused().clone();
        if (excess) {
            workplace.decoder.decode(request, refusedOrdinals, batch);
        }
        int stored = batch.spans().size();
        if (stored > 0) {
            WalEntry entry = new WalEntry(tenant, Signal.TRACES, FORMAT_OTLP, nanos(clock), refusedOrdinals, request);
            streams.store(wal, entry, batch, TraceSegment.worstCaseBytes(batch));
        }
        return new Result(stored, refused);
    }

    /// Takes back a record of a replay.
    static void restore(LiveStreams<SpanBatch, TraceSegment> streams, WalRecord walRecord) {
        WalEntry entry = walRecord.entry();
        if (entry.format() != FORMAT_OTLP) {
            throw new IllegalArgumentException("spans in the unknown format " + entry.format());
        }
        SpanBatch batch = new SpanBatch();
        new OtlpSpanDecoder().decode(entry.body(), entry.refused(), batch);
        streams.restore(entry.tenant(), batch);
    }

    static long nanos(InstantSource clock) {
        java.time.Instant now = clock.instant();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    private static Map<SpanBatch.Refusal, Integer> refused(SpanBatch batch) {
        Map<SpanBatch.Refusal, Integer> refused = new EnumMap<>(SpanBatch.Refusal.class);
        for (SpanBatch.Refusal why : SpanBatch.Refusal.values()) {
            if (batch.refusedCount(why) > 0) {
                refused.put(why, batch.refusedCount(why));
            }
        }
        return refused;
    }

    private void giveBack(Workplace workplace) {
        boolean huge = workplace.batch.spans().size() > KEPT_ROWS
                || workplace.batch.attributes().size() > KEPT_ROWS * 16;
        if (!huge && idle.size() < KEPT_WORKPLACES) {
            workplace.batch.reset(new byte[0]);
            idle.add(workplace);
        }
    }

    /// What is counted of spans.
    private static final class SpanMeters {
        private final Meters.Counter bytes;
        private final Meters.Counter spans;
        private final Meters.Counter refusals;
        private final Meters.Counter oddities;

        SpanMeters(Meters meters) {
            bytes = meters.counter(
                    "spanflame_received_bytes_total",
                    "Bytes of requests after inflation, by tenant and signal",
                    "tenant",
                    "signal");
            spans = meters.counter("spanflame_received_spans_total", "Spans in requests that were read", "tenant");
            refusals = meters.counter(
                    "spanflame_refused_spans_total", "Spans refused while the rest was kept", "tenant", "reason");
            oddities = meters.counter(
                    "spanflame_odd_spans_total", "Spans that were kept although something is odd", "tenant", "oddity");
        }

        void received(Tenant tenant, SpanBatch batch, Map<SpanBatch.Refusal, Integer> refused, int size) {
            bytes.add(size, tenant.id(), Signal.TRACES.label());
            int kept = batch.spans().size();
            spans.add(kept, tenant.id());
            refused.forEach((why, count) -> refusals.add(count, tenant.id(), label(why)));
            for (SpanBatch.Oddity oddity : SpanBatch.Oddity.values()) {
                if (batch.oddityCount(oddity) > 0) {
                    oddities.add(batch.oddityCount(oddity), tenant.id(), label(oddity));
                }
            }
        }

        private static String label(Enum<?> name) {
            return name.name().toLowerCase(Locale.ROOT);
        }
    }
}
