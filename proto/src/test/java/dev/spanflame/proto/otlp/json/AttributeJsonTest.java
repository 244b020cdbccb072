package dev.spanflame.proto.otlp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.proto.otlp.AnyValueCodec;
import dev.spanflame.proto.otlp.RandomOtlp;
import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AttributeJsonTest {
    @Test
    void writesTheFormThatBlocksDocument() {
        AttributeValue value = new AttributeValue.Map(List.of(
                Attribute.of("n", Long.MIN_VALUE),
                new Attribute(
                        "list",
                        new AttributeValue.Array(List.of(
                                new AttributeValue.Text("a\"b"),
                                new AttributeValue.Real(Double.POSITIVE_INFINITY),
                                new AttributeValue.Real(0.1),
                                new AttributeValue.Bool(true),
                                new AttributeValue.Bytes(new byte[] {1, 2, 3}),
                                new AttributeValue.Empty()))),
                new Attribute("none", new AttributeValue.Array(List.of()))));

        assertThat(AttributeJson.text(value))
                .isEqualTo(
                        "{\"kvlistValue\":{\"values\":[{\"key\":\"n\",\"value\":{\"intValue\":\"-9223372036854775808\"}},"
                                + "{\"key\":\"list\",\"value\":{\"arrayValue\":{\"values\":[{\"stringValue\":\"a\\\"b\"},"
                                + "{\"doubleValue\":\"Infinity\"},{\"doubleValue\":0.1},{\"boolValue\":true},"
                                + "{\"bytesValue\":\"AQID\"},{}]}}},{\"key\":\"none\",\"value\":{\"arrayValue\":{\"values\":[]}}}]}}");
    }

    @Test
    void givesBackWhatWasWritten() {
        RandomOtlp messages = new RandomOtlp(new Random(3));
        for (int i = 0; i < 5_000; i++) {
            AttributeValue value = AnyValueCodec.value(messages.value(4));

            assertThat(AttributeJson.parse(AttributeJson.text(value))).isEqualTo(value);
        }
    }

    @Test
    void keepsNegativeZeroAndTheSmallestDouble() {
        for (double number : new double[] {-0.0, Double.MIN_VALUE, 1e300, Double.NaN}) {
            AttributeValue value = new AttributeValue.Real(number);

            assertThat(AttributeJson.parse(AttributeJson.text(value))).isEqualTo(value);
        }
    }

    @Test
    void keepsValuesNestedAsDeepAsOtlpAllows() {
        AttributeValue value = new AttributeValue.Int(1);
        for (int i = 0; i < 47; i++) {
            value = new AttributeValue.Array(List.of(value));
        }

        assertThat(AttributeJson.parse(AttributeJson.text(value))).isEqualTo(value);
    }

    @Test
    void refusesOtherText() {
        for (String text : List.of("", "{", "[]", "{\"x\":1}", "{\"arrayValue\":[]}", "{} {}", "{\"arrayValue\":{}}")) {
            assertThatIllegalArgumentException().isThrownBy(() -> AttributeJson.parse(text));
        }
    }

    @Test
    void wireBytesAndMessagesOfAValueAgree() throws Exception {
        RandomOtlp messages = new RandomOtlp(new Random(4));
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = messages.value(4).toByteArray();
            AttributeValue value = AnyValueCodec.decode(bytes, 0, bytes.length);

            assertThat(value).isEqualTo(AnyValueCodec.value(AnyValue.parseFrom(bytes)));
            byte[] again = AnyValueCodec.encode(value);
            assertThat(AnyValueCodec.decode(again, 0, again.length)).isEqualTo(value);
        }
    }
}
