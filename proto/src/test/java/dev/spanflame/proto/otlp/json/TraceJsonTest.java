package dev.spanflame.proto.otlp.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import dev.spanflame.proto.otlp.RandomOtlp;
import dev.spanflame.proto.otlp.SpanRecords;
import dev.spanflame.proto.otlp.TraceMessages;
import dev.spanflame.proto.tempopb.PartialStatus;
import dev.spanflame.proto.tempopb.TraceByIDMetrics;
import dev.spanflame.proto.tempopb.TraceByIDResponse;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TraceJsonTest {
    private static final Trace TRACE = new Trace(List.of(new Trace.ResourceSpans(
            new Resource(List.of(Attribute.of("service.name", "shop")), 0, "", new AttributeValue.Bytes(new byte[0])),
            List.of(new Trace.ScopeSpans(
                    new Scope("lib", "", List.of(), 0, ""),
                    List.of(new Span(
                            TraceId.parse("0102030405060708090a0b0c0d0e0f10"),
                            0x1112131415161718L,
                            0,
                            "",
                            257,
                            "GET /<x>",
                            Span.KIND_SERVER,
                            1_700_000_000_000_000_000L,
                            1_700_000_000_000_000_005L,
                            List.of(
                                    Attribute.of("n", 7),
                                    new Attribute("d", new AttributeValue.Real(Double.NaN)),
                                    new Attribute("b", new AttributeValue.Bool(false))),
                            0,
                            List.of(),
                            0,
                            List.of(),
                            0,
                            Span.STATUS_ERROR,
                            "no")))))));

    private static final String SPAN_REST = "\"name\":\"GET /<x>\",\"kind\":%s,"
            + "\"startTimeUnixNano\":\"1700000000000000000\",\"endTimeUnixNano\":\"1700000000000000005\","
            + "\"attributes\":[{\"key\":\"n\",\"value\":{\"intValue\":\"7\"}},{\"key\":\"d\",\"value\":{\"doubleValue\":\"NaN\"}},"
            + "{\"key\":\"b\",\"value\":{\"boolValue\":false}}],\"status\":{\"message\":\"no\",\"code\":%s},\"flags\":257}]}]}]";

    private static final String GROUP_START = "[{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
            + "\"value\":{\"stringValue\":\"shop\"}}]},\"scopeSpans\":[{\"scope\":{\"name\":\"lib\"},\"spans\":[{";

    @Test
    void tempoV1HasBatchesBase64IdsAndNamedEnums() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        TraceJson.writeTempoV1(TRACE, out);

        assertThat(text(out))
                .isEqualTo("{\"batches\":" + GROUP_START
                        + "\"traceId\":\"AQIDBAUGBwgJCgsMDQ4PEA==\",\"spanId\":\"ERITFBUWFxg=\","
                        + SPAN_REST.formatted("\"SPAN_KIND_SERVER\"", "\"STATUS_CODE_ERROR\"") + "}");
    }

    @Test
    void otlpHasHexIdsAndNumberedEnums() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        TraceJson.writeOtlp(TRACE, out);

        assertThat(text(out))
                .isEqualTo("{\"resourceSpans\":" + GROUP_START
                        + "\"traceId\":\"0102030405060708090a0b0c0d0e0f10\",\"spanId\":\"1112131415161718\","
                        + SPAN_REST.formatted("2", "2") + "}");
    }

    @Test
    void tempoV2WrapsTheTraceAndKeepsTheRest() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceByIDResponse rest = TraceByIDResponse.newBuilder()
                .setMetrics(TraceByIDMetrics.newBuilder().setInspectedBytes(12))
                .setStatus(PartialStatus.PARTIAL)
                .setMessage("cut")
                .build();

        TraceJson.writeTempoV2(TRACE, rest, out);

        TraceByIDResponse.Builder read = TraceByIDResponse.newBuilder();
        JsonFormat.parser().merge(text(out), read);
        assertThat(read.build())
                .isEqualTo(rest.toBuilder().setTrace(TraceMessages.tempo(TRACE)).build());
        assertThat(text(out))
                .contains("\"metrics\":{\"inspectedBytes\":\"12\"},\"status\":\"PARTIAL\",\"message\":\"cut\"}");
    }

    @Test
    void anEmptyTraceIsAnEmptyObject() throws IOException {
        ByteArrayOutputStream v1 = new ByteArrayOutputStream();
        ByteArrayOutputStream v2 = new ByteArrayOutputStream();

        TraceJson.writeTempoV1(Trace.EMPTY, v1);
        TraceJson.writeTempoV2(Trace.EMPTY, TraceByIDResponse.getDefaultInstance(), v2);

        assertThat(text(v1)).isEqualTo("{}");
        assertThat(text(v2)).isEqualTo("{\"trace\":{}}");
    }

    @Test
    void aResourceWithoutAttributesGetsOneForGrafanaAndNoneInOtlp() throws IOException {
        Resource bare = new Resource(List.of(), 0, "", new AttributeValue.Bytes(new byte[0]));
        Trace trace = new Trace(List.of(
                new Trace.ResourceSpans(bare, TRACE.resourceSpans().getFirst().scopeSpans())));
        ByteArrayOutputStream v1 = new ByteArrayOutputStream();
        ByteArrayOutputStream otlp = new ByteArrayOutputStream();

        TraceJson.writeTempoV1(trace, v1);
        TraceJson.writeOtlp(trace, otlp);

        assertThat(text(v1)).contains("\"resource\":{\"attributes\":[{\"key\":\"service.name\"");
        assertThat(text(otlp)).contains("\"resource\":{},");
        assertThat(TraceMessages.tempo(trace).getResourceSpans(0).getResource().getAttributesCount())
                .isEqualTo(1);
    }

    @Test
    void agreesWithTheJsonOfProtobufOnRandomTraces() throws IOException {
        RandomOtlp messages = new RandomOtlp(new Random(11));
        OtlpSpanDecoder decoder = new OtlpSpanDecoder();
        SpanBatch batch = new SpanBatch();
        for (int i = 0; i < 600; i++) {
            decoder.decode(messages.request().toByteArray(), batch);
            Trace trace = SpanRecords.trace(batch);

            // The parser of protobuf's JSON reads -0.0 as 0.
            assertThat(fromTempoV1(trace).toString())
                    .isEqualTo(
                            TraceMessages.tempo(trace).toString().replace("double_value: -0.0", "double_value: 0.0"));
            assertThat(fromOtlp(trace)).isEqualTo(TraceMessages.tracesData(trace));
        }
    }

    private static dev.spanflame.proto.tempopb.Trace fromTempoV1(Trace trace) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceJson.writeTempoV1(trace, out);
        JsonObject tree = JsonParser.parseString(text(out)).getAsJsonObject();
        if (tree.has("batches")) {
            tree.add("resourceSpans", tree.remove("batches"));
        }
        dev.spanflame.proto.tempopb.Trace.Builder read = dev.spanflame.proto.tempopb.Trace.newBuilder();
        JsonFormat.parser().merge(tree.toString(), read);
        return read.build();
    }

    private static TracesData fromOtlp(Trace trace) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceJson.writeOtlp(trace, out);
        try {
            return TracesData.parseFrom(OtlpJsonReader.toProtobuf(out.toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8);
    }
}
