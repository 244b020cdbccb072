package dev.spanflame.proto.otlp.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.otlp.json.OtlpProfilesJson;
import dev.spanflame.proto.otlp.profile.OtlpRequest.Sample;
import dev.spanflame.proto.otlp.profile.OtlpRequest.Types;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OtlpProfilesJsonTest {
    private final ExportProfilesServiceRequest request =
            ExportProfilesServiceRequest.parseFrom(new OtlpRequest(ProfileLayout.V1_10)
                    .profile(
                            new Types("samples", "count", "cpu", "nanoseconds", 20_000_000),
                            new Sample(new long[] {3, 4}, new long[] {5, 6}, OtlpRequest.THREAD, OtlpRequest.RATIO))
                    .bytes());

    OtlpProfilesJsonTest() throws Exception {}

    @Test
    void saysTheSameAsProtobuf() throws Exception {
        assertThat(read(JsonFormat.printer().print(request))).isEqualTo(request);
        assertThat(read(JsonFormat.printer().preservingProtoFieldNames().print(request)))
                .isEqualTo(request);
    }

    @Test
    void idsAreHexadecimalOrBase64() throws Exception {
        byte[] trace = request.getDictionary().getLinkTable(1).getTraceId().toByteArray();
        byte[] span = request.getDictionary().getLinkTable(1).getSpanId().toByteArray();
        String json = JsonFormat.printer()
                .print(request)
                .replace(
                        Base64.getEncoder().encodeToString(trace),
                        HexFormat.of().formatHex(trace))
                .replace(
                        Base64.getEncoder().encodeToString(span), HexFormat.of().formatHex(span));

        assertThat(json).contains("0102030405060708");
        assertThat(read(json)).isEqualTo(request);
    }

    @Test
    void olderNamesOfListsAreUnderstood() throws Exception {
        String json = JsonFormat.printer()
                .print(request)
                .replace("\"samples\": [", "\"sample\": [")
                .replace("\"lines\": [", "\"line\": [");

        assertThat(json).contains("\"sample\": [", "\"line\": [");
        assertThat(read(json)).isEqualTo(request);
    }

    @Test
    void everyCutAndEveryHitIsReadOrRefused() throws Exception {
        byte[] json = JsonFormat.printer().print(request).getBytes(StandardCharsets.UTF_8);
        Random random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = java.util.Arrays.copyOf(json, round % 2 == 0 ? random.nextInt(json.length) : json.length);
            for (int hits = random.nextInt(4); hits > 0 && damaged.length > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                OtlpProfilesJson.toProtobuf(damaged);
            } catch (BackendException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
                assertThat(e.reason()).isEqualTo("malformed_json");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    private static ExportProfilesServiceRequest read(String json) throws Exception {
        return ExportProfilesServiceRequest.parseFrom(
                OtlpProfilesJson.toProtobuf(json.getBytes(StandardCharsets.UTF_8)));
    }
}
