package dev.spanflame.block.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.otlp.RandomOtlp;
import dev.spanflame.proto.otlp.SpanLoad;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SpanRunTest {
    @Test
    void everySpanComesBackAsItWasSent() {
        for (int seed = 0; seed < 300; seed++) {
            List<byte[]> requests = SpanFixtures.randomRequests(seed, 6);
            assertThat(SpanFixtures.records(SpanFixtures.runOf(requests)))
                    .as("seed " + seed)
                    .containsExactlyInAnyOrderElementsOf(SpanFixtures.expected(requests));
        }
    }

    @Test
    void whatIsSentTwiceIsThereOnceInWhateverOrder() {
        for (int seed = 0; seed < 100; seed++) {
            List<byte[]> requests = SpanFixtures.randomRequests(seed, 4);
            List<byte[]> twice = new ArrayList<>(requests.reversed());
            twice.addAll(requests);
            assertThat(SpanFixtures.records(SpanFixtures.runOf(twice)))
                    .as("seed " + seed)
                    .containsExactlyInAnyOrderElementsOf(SpanFixtures.expected(requests));
        }
    }

    @Test
    void spansThatDifferInOneFieldAreAllKept() {
        RandomOtlp otlp = new RandomOtlp(new Random(11));
        io.opentelemetry.proto.trace.v1.Span span = otlp.span().toBuilder()
                .setTraceId(com.google.protobuf.ByteString.copyFromUtf8("0123456789abcdef"))
                .setSpanId(com.google.protobuf.ByteString.copyFromUtf8("01234567"))
                .setParentSpanId(com.google.protobuf.ByteString.copyFromUtf8("76543210"))
                .setStartTimeUnixNano(100)
                .setEndTimeUnixNano(200)
                .setKindValue(1)
                .setFlags(1)
                .build();
        List<io.opentelemetry.proto.trace.v1.Span> variants = new ArrayList<>(List.of(span));
        variants.add(span.toBuilder().setName(span.getName() + "x").build());
        variants.add(span.toBuilder().setKindValue(2).build());
        variants.add(span.toBuilder().setFlags(2).build());
        variants.add(span.toBuilder().setEndTimeUnixNano(201).build());
        variants.add(span.toBuilder().setTraceState("t=1").build());
        variants.add(span.toBuilder()
                .setDroppedLinksCount(span.getDroppedLinksCount() + 1)
                .build());
        variants.add(span.toBuilder()
                .addEvents(otlp.span().getEventsList().stream().findFirst().orElse(event()))
                .build());
        ResourceSpans.Builder group = ResourceSpans.newBuilder();
        group.addScopeSpansBuilder().addAllSpans(variants).addAllSpans(variants.reversed());
        byte[] request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(group)
                .build()
                .toByteArray();
        assertThat(SpanFixtures.records(SpanFixtures.runOf(List.of(request)))).hasSize(variants.size());
    }

    private static io.opentelemetry.proto.trace.v1.Span.Event event() {
        return io.opentelemetry.proto.trace.v1.Span.Event.newBuilder()
                .setName("e")
                .build();
    }

    @Test
    void manyTracesStandInOrderOfTheirIdsWithParentsAboveTheirChildren() {
        SpanLoad load = new SpanLoad(5, 1_700_000_000_000_000_000L);
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            requests.add(load.request(10).toByteArray());
        }
        SpanRun run = SpanFixtures.runOf(requests);
        TraceIndex traces = run.traces();
        assertThat(traces.count()).isEqualTo(600);
        List<SpanRecord> records = SpanFixtures.records(run);
        for (int trace = 0; trace < traces.count(); trace++) {
            TraceId id = traces.id(trace);
            assertThat(traces.find(id.high(), id.low())).isEqualTo(trace);
            assertThat(trace == 0 || traces.id(trace - 1).compareTo(id) < 0).isTrue();
            Set<Long> above = new HashSet<>(List.of(0L));
            for (int row = traces.firstRow(trace); row < traces.firstRow(trace + 1); row++) {
                Span span = records.get(row).span();
                assertThat(traces.traceOf(row)).isEqualTo(trace);
                assertThat(span.traceId()).isEqualTo(id);
                assertThat(above).contains(span.parentSpanId());
                above.add(span.spanId());
            }
        }
        Set<SpanRecord> expected = SpanFixtures.expected(requests);
        assertThat(records).hasSize(expected.size());
        assertThat(new HashSet<>(records)).isEqualTo(expected);
    }
}
