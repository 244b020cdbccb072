package dev.spanflame.load.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the traffic to what it claims to be: that of a real shop, neither lighter nor easier to compress.
final class TraceRealismTest {
    private static final long SEED = 7;
    private static final long END = 1_790_000_000_000_000_000L;
    private static final long HOUR = 3_600_000_000_000L;
    private static final int BATCH = 25;

    /// Small enough a pool that templates are used four times.
    private static final TraceLoad LOAD = TraceLoad.make(SEED, 100_000, BATCH, new TraceLoadTimes(END, HOUR), 12 << 20);

    private static final Map<String, Long> keys = new HashMap<>();
    private static final Map<ByteString, List<Span>> traces = new HashMap<>();
    private static long spans;
    private static long bytes;
    private static long errors;
    private static long exceptions;
    private static long links;
    private static long gzipped;

    @BeforeAll
    static void measure() throws IOException {
        Counting counting = new Counting();
        try (GZIPOutputStream gzip = new GZIPOutputStream(counting)) {
            for (int batch = 0; batch < LOAD.batches(); batch++) {
                byte[] request = LOAD.request(batch);
                bytes += request.length;
                gzip.write(request);
                look(request);
            }
        }
        gzipped = counting.count;
    }

    private static final class Counting extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] source, int from, int length) {
            count += length;
        }
    }

    private static void look(byte[] request) throws InvalidProtocolBufferException {
        for (ResourceSpans resource :
                ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
            count(resource.getResource().getAttributesList());
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                scope.getSpansList().forEach(TraceRealismTest::look);
            }
        }
    }

    private static void look(Span span) {
        spans++;
        traces.computeIfAbsent(span.getTraceId(), _ -> new java.util.ArrayList<>())
                .add(span);
        count(span.getAttributesList());
        errors += span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR ? 1 : 0;
        links += span.getLinksCount();
        for (Span.Event event : span.getEventsList()) {
            count(event.getAttributesList());
            exceptions += event.getName().equals("exception") ? 1 : 0;
        }
    }

    private static void count(List<KeyValue> attributes) {
        attributes.forEach(attribute -> keys.merge(attribute.getKey(), 1L, Long::sum));
    }

    @Test
    void takesAbout481BytesASpan() {
        assertThat((double) bytes / spans).isBetween(466.0, 496.0);
    }

    @Test
    void gzipsToAbout92BytesASpan() {
        assertThat((double) gzipped / spans).isBetween(88.0, 96.0);
    }

    @Test
    void usesAtLeast80AttributeKeys() {
        assertThat(keys).hasSizeGreaterThanOrEqualTo(80);
    }

    @Test
    void failsInAboutTwoPercentOfSpansWithExceptionsAndHasLinks() {
        assertThat((double) errors / spans).isBetween(0.01, 0.03);
        assertThat((double) exceptions / spans).isBetween(0.003, 0.02);
        assertThat((double) links / spans).isBetween(0.01, 0.08);
    }

    @Test
    void hasAsManySpansAndTracesAsItSays() {
        assertThat(spans).isEqualTo(LOAD.spans()).isGreaterThanOrEqualTo(100_000);
        assertThat(traces).hasSize((int) LOAD.traces());
        assertThat(LOAD.distinctSpans()).isBetween(20_000L, 40_000L);
    }

    @Test
    void tracesHaveTenToSixtySpansAndOneRoot() {
        assertThat(traces.values()).allSatisfy(trace -> {
            assertThat(trace).hasSizeBetween(10, 61);
            assertThat(trace)
                    .filteredOn(span -> span.getParentSpanId().isEmpty())
                    .hasSize(1);
        });
        assertThat((double) spans / traces.size()).isBetween(33.0, 37.0);
    }

    @Test
    void everySpanIdIsItsOwnAndEveryParentIsThere() {
        Set<ByteString> ids = new HashSet<>();
        traces.values().forEach(trace -> trace.forEach(span -> ids.add(span.getSpanId())));
        assertThat(ids).hasSize((int) spans);
        for (List<Span> trace : traces.values()) {
            for (Span span : trace) {
                assertThat(span.getParentSpanId().isEmpty() || ids.contains(span.getParentSpanId()))
                        .isTrue();
            }
        }
    }

    @Test
    void traceIdsFollowFromTheSeed() {
        for (long trace = 0; trace < LOAD.traces(); trace++) {
            ByteString id = ByteString.fromHex(LoadIds.trace(SEED, trace).hex());
            assertThat(traces).containsKey(id);
        }
    }

    @Test
    void spanIdsAreRandom() {
        int[] ones = new int[64];
        for (List<Span> trace : traces.values()) {
            for (Span span : trace) {
                long id = span.getSpanId().asReadOnlyByteBuffer().getLong();
                for (int bit = 0; bit < 64; bit++) {
                    ones[bit] += (int) (id >>> bit & 1);
                }
            }
        }
        for (int count : ones) {
            assertThat((double) count / spans).isBetween(0.49, 0.51);
        }
    }

    @Test
    void startsAreTrueNanosecondsWithinTheWindow() {
        int[] last = new int[1000];
        for (List<Span> trace : traces.values()) {
            for (Span span : trace) {
                last[(int) (span.getStartTimeUnixNano() % 1000)]++;
                assertThat(span.getStartTimeUnixNano()).isBetween(END - HOUR, END + 120_000_000_000L);
                assertThat(span.getEndTimeUnixNano()).isGreaterThan(span.getStartTimeUnixNano());
            }
        }
        for (int count : last) {
            assertThat(count).isPositive();
        }
    }

    @Test
    void sameSeedMeansSameBytesAndAnotherSeedMeansOthers() {
        TraceLoadTimes times = new TraceLoadTimes(END, HOUR);
        byte[] first = TraceLoad.make(3, 2_000, BATCH, times, 1 << 20).request(1);
        assertThat(TraceLoad.make(3, 2_000, BATCH, times, 1 << 20).request(1)).isEqualTo(first);
        assertThat(TraceLoad.make(4, 2_000, BATCH, times, 1 << 20).request(1)).isNotEqualTo(first);
    }
}
