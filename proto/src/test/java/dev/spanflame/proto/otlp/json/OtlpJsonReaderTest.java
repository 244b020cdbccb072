package dev.spanflame.proto.otlp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.protobuf.util.JsonFormat;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.Oddity;
import dev.spanflame.model.trace.SpanBatch.Refusal;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import dev.spanflame.proto.otlp.RandomOtlp;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OtlpJsonReaderTest {
    private static final String TRACE_ID = "5b8efff798038103d269b633813fc60c";

    @Test
    void readsWhatAnSdkPosts() throws InvalidProtocolBufferException {
        Span span = read("""
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
                 "scopeSpans":[{"scope":{"name":"lib","version":"1"},"spans":[{
                   "traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174","parentSpanId":"eee19b7ec3c1b173",
                   "flags":257,"name":"GET /","startTimeUnixNano":"1544712660000000000","endTimeUnixNano":1544712661000000000,
                   "kind":2,"attributes":[{"key":"n","value":{"intValue":"-7"}},{"key":"m","value":{"intValue":12}}],
                   "events":[{"timeUnixNano":"1544712660500000000","name":"e"}],
                   "links":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"}],
                   "status":{"code":2,"message":"no"},"unknownField":{"a":[1,{"b":null}]}}]}]}],"later":1}
                """).getResourceSpans(0).getScopeSpans(0).getSpans(0);

        assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray())).isEqualTo(TRACE_ID);
        assertThat(HexFormat.of().formatHex(span.getSpanId().toByteArray())).isEqualTo("eee19b7ec3c1b174");
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(span.getFlags()).isEqualTo(257);
        assertThat(span.getStartTimeUnixNano()).isEqualTo(1544712660000000000L);
        assertThat(span.getEndTimeUnixNano()).isEqualTo(1544712661000000000L);
        assertThat(span.getAttributesList())
                .extracting(pair -> pair.getValue().getIntValue())
                .containsExactly(-7L, 12L);
        assertThat(span.getEvents(0).getName()).isEqualTo("e");
        assertThat(span.getLinks(0).getSpanId()).isEqualTo(span.getSpanId());
        assertThat(span.getStatus().getMessage()).isEqualTo("no");
    }

    @Test
    void agreesWithTheJsonOfProtobufOnRandomRequests() throws InvalidProtocolBufferException {
        Random random = new Random(5);
        RandomOtlp messages = new RandomOtlp(random);
        List<JsonFormat.Printer> printers = List.of(
                JsonFormat.printer(),
                JsonFormat.printer().preservingProtoFieldNames().printingEnumsAsInts(),
                JsonFormat.printer().alwaysPrintFieldsWithNoPresence());
        for (int i = 0; i < 1_500; i++) {
            ExportTraceServiceRequest request = plain(messages.request());
            String json = withHexIds(printers.get(i % printers.size()).print(request));

            assertThat(read(json)).as(json).isEqualTo(request);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "'\"18446744073709551615\"',-1", "1.5e3,1500", "'\"12e2\"',1200", "7.0,7", "0e-999999999,0"})
    void takesWholeNumbersInAnyForm(String json, long expected) throws InvalidProtocolBufferException {
        assertThat(span("\"startTimeUnixNano\":" + json).getStartTimeUnixNano()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1.5",
                "\"x\"",
                "\"\"",
                "18446744073709551616",
                "1e99999999",
                "1e-999999999",
                "[]",
                "true",
                "{}"
            })
    void refusesTimesThatAreNoNumberOf64Bits(String json) {
        assertRefused(span(List.of("\"startTimeUnixNano\":" + json)), "line 1, column");
    }

    @Test
    void takesValuesOfEachType() throws InvalidProtocolBufferException {
        assertThat(value("{\"doubleValue\":\"NaN\"}").getDoubleValue()).isNaN();
        assertThat(value("{\"doubleValue\":\"-Infinity\"}").getDoubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(value("{\"doubleValue\":3}").getDoubleValue()).isEqualTo(3);
        assertThat(value("{\"bytesValue\":\"-_8\"}").getBytesValue())
                .isEqualTo(ByteString.copyFrom(new byte[] {(byte) 0xfb, (byte) 0xff}));
        assertThat(value("{\"bytesValue\":\"+/8=\"}").getBytesValue())
                .isEqualTo(ByteString.copyFrom(new byte[] {(byte) 0xfb, (byte) 0xff}));
        assertThat(value("{\"stringValue\":\"\"}").hasStringValue()).isTrue();
        assertThat(value("{\"stringValue\":\"\\ud800x\"}").getStringValue()).isEqualTo("\ufffdx");
        assertThat(value("{\"arrayValue\":{\"values\":[{\"boolValue\":true},{},null]}}")
                        .getArrayValue()
                        .getValuesList())
                .containsExactly(
                        AnyValue.newBuilder().setBoolValue(true).build(),
                        AnyValue.getDefaultInstance(),
                        AnyValue.getDefaultInstance());
        assertThat(value("null")).isEqualTo(AnyValue.getDefaultInstance());
    }

    @Test
    void enumsMayBeNamedAndUnknownNamesAreCountedAsUnknown() throws InvalidProtocolBufferException {
        assertThat(span("\"kind\":\"SPAN_KIND_CONSUMER\"").getKindValue()).isEqualTo(5);
        assertThat(span("\"status\":{\"code\":\"STATUS_CODE_ERROR\"}")
                        .getStatus()
                        .getCodeValue())
                .isEqualTo(2);

        SpanBatch batch = decode(span(List.of("\"kind\":\"SPAN_KIND_NEW\"")));

        assertThat(batch.spans().size()).isEqualTo(1);
        assertThat(batch.oddityCount(Oddity.UNKNOWN_KIND)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5b8e",
                "5b8efff798038103d269b633813fc60",
                "W47/95gDgQPSabYzgT/GDA==",
                "not hexadecimal!",
                "00000000000000000000000000000000"
            })
    void aSpanWithABadTraceIdIsRefusedAlone(String traceId) {
        String good = "{\"traceId\":\"" + TRACE_ID + "\",\"spanId\":\"eee19b7ec3c1b174\"}";
        String bad = "{\"traceId\":\"" + traceId + "\",\"spanId\":\"eee19b7ec3c1b174\"}";

        SpanBatch batch = decode("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + bad + "," + good + "]}]}]}");

        assertThat(batch.spans().size()).isEqualTo(1);
        assertThat(batch.refusedCount(Refusal.INVALID_TRACE_ID)).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoJsonWithItsPlace() {
        assertRefused("", "line 1, column");
        assertRefused("{\"resourceSpans\":[", "line 1, column");
        assertRefused("{\n \"resourceSpans\": nope}", "line 2, column 19");
        assertRefused("[]", "request is an array that is not an object");
        assertRefused("{} {}", "what follows the request");
        assertRefused("{\"resourceSpans\":{}}", "resourceSpans is an object that is not an array");
        assertRefused("{\"resourceSpans\":[1]}", "line 1, column 19");
        assertRefused("{\"resourceSpans\":[],\"resourceSpans\":[]}", "Duplicate");
        assertRefused("{\"a\":NaN}", "line 1");
        assertRefused("{\"a\":" + "1".repeat(1_000) + "}", "line 1");
        assertRefused(span(List.of("\"name\":7")), "name is a number that is not a string");
        assertRefused(
                span(List.of("\"attributes\":[{\"key\":\"k\",\"value\":{\"bytesValue\":\"???\"}}]")), "not base64");
        byte[] invalidText = "{\"a\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        invalidText[6] = (byte) 0xff;
        assertRefused(invalidText, "line 1");
    }

    @Test
    void refusesDeepNestingInKnownAndUnknownFields() {
        assertRefused("{\"x\":" + "[".repeat(1_000_000), "nesting depth");
        String deep = "{\"arrayValue\":{\"values\":[".repeat(60) + "{}" + "]}}".repeat(60);
        assertRefused(span(List.of("\"attributes\":[{\"key\":\"k\",\"value\":" + deep + "}]")), "deep");
    }

    @Test
    void takesValuesAsDeepAsTheDecoderDoes() throws InvalidProtocolBufferException {
        String deep = "{\"arrayValue\":{\"values\":[".repeat(47) + "{\"intValue\":1}" + "]}}".repeat(47);

        SpanBatch batch = decode(span(List.of("\"attributes\":[{\"key\":\"k\",\"value\":" + deep + "}]")));

        assertThat(batch.spans().size()).isEqualTo(1);
    }

    private static AnyValue value(String json) throws InvalidProtocolBufferException {
        return span("\"attributes\":[{\"key\":\"k\",\"value\":" + json + "}]")
                .getAttributes(0)
                .getValue();
    }

    private static Span span(String field) throws InvalidProtocolBufferException {
        return read(span(List.of(field))).getResourceSpans(0).getScopeSpans(0).getSpans(0);
    }

    private static String span(List<String> fields) {
        return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" + TRACE_ID
                + "\",\"spanId\":\"eee19b7ec3c1b174\"," + String.join(",", fields) + "}]}]}]}";
    }

    private static ExportTraceServiceRequest read(String json) throws InvalidProtocolBufferException {
        return ExportTraceServiceRequest.parseFrom(OtlpJsonReader.toProtobuf(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static SpanBatch decode(String json) {
        SpanBatch batch = new SpanBatch();
        new OtlpSpanDecoder().decode(OtlpJsonReader.toProtobuf(json.getBytes(StandardCharsets.UTF_8)), batch);
        return batch;
    }

    private static void assertRefused(String json, String why) {
        assertRefused(json.getBytes(StandardCharsets.UTF_8), why);
    }

    private static void assertRefused(byte[] json, String why) {
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> OtlpJsonReader.toProtobuf(json))
                .withMessageStartingWith("request is not valid OTLP/JSON: ")
                .withMessageContaining(why)
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
                    assertThat(e.reason()).isEqualTo("malformed_json");
                });
    }

    /// Without the fields of the profiles signal, which OTLP/JSON of traces does not have.
    private static ExportTraceServiceRequest plain(ExportTraceServiceRequest request) {
        String text = TextFormat.printer().printToString(request);
        String without = text.replaceAll("(?m)^ *(key_strindex|string_value_strindex): \\d+$", "");
        ExportTraceServiceRequest.Builder copy = ExportTraceServiceRequest.newBuilder();
        try {
            TextFormat.merge(without, copy);
        } catch (TextFormat.ParseException e) {
            throw new IllegalStateException(e);
        }
        return copy.build();
    }

    private static String withHexIds(String json) {
        JsonElement tree = JsonParser.parseString(json);
        replaceIds(tree);
        return tree.toString();
    }

    private static void replaceIds(JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(OtlpJsonReaderTest::replaceIds);
        } else if (element.isJsonObject()) {
            JsonObject object = element.getAsJsonObject();
            for (Map.Entry<String, JsonElement> entry : List.copyOf(object.entrySet())) {
                if (entry.getKey().matches("(trace|span|parent_?[sS]pan)(Id|_id)")) {
                    byte[] id = Base64.getDecoder().decode(entry.getValue().getAsString());
                    object.add(entry.getKey(), new JsonPrimitive(HexFormat.of().formatHex(id)));
                } else {
                    replaceIds(entry.getValue());
                }
            }
        }
    }
}
