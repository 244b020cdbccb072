package dev.spanflame.proto.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.querier.v1.SelectSeriesRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProtoJsonTest {
    @Test
    void ignoresUnknownFieldsAndEnumNames() {
        SelectSeriesRequest request =
                parse("{\"labelSelector\":\"{}\",\"later\":{\"a\":[1]},\"aggregation\":\"LATER\",\"limit\":\"3\"}");

        assertThat(request.getLabelSelector()).isEqualTo("{}");
        assertThat(request.hasAggregation()).isFalse();
        assertThat(request.getLimit()).isEqualTo(3);
    }

    @Test
    void refusesWhatCannotBeReadWithAShortMessage() {
        List<String> bad = List.of(
                "",
                "null",
                "[]",
                "{",
                "[".repeat(1_000_000),
                "{\"x\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}",
                "{\"start\":1e999999999}",
                "{\"start\":1e-999999999}",
                "{\"start\":\"" + "9".repeat(100_000) + "\"}",
                "{\"step\":" + "1".repeat(1_000_000) + "}",
                "{\"groupBy\":\"" + "x".repeat(10_000) + "\"}");
        for (String json : bad) {
            assertThatExceptionOfType(BackendException.class)
                    .isThrownBy(() -> parse(json))
                    .satisfies(e -> {
                        assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
                        assertThat(e.text())
                                .startsWith("request is not valid JSON for querier.v1.SelectSeriesRequest")
                                .hasSizeLessThan(500);
                    });
        }
    }

    private static SelectSeriesRequest parse(String json) {
        return (SelectSeriesRequest)
                ProtoJson.parse(json.getBytes(StandardCharsets.UTF_8), SelectSeriesRequest.newBuilder());
    }
}
