package dev.spanflame.generator.span;

import dev.spanflame.generator.label.KeyBuffer;
import dev.spanflame.generator.label.Numbers;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.proto.otlp.AnyValueCodec;
import java.util.Arrays;
import java.util.List;

/// Values of attributes as text of labels: numbers without exponents, `true`, `[a,b]`, `{k:v}`;
/// bytes and nothing are empty.
final class AttributeText {
    private static final byte[] TRUE = AttributeKeys.bytes("true");
    private static final byte[] FALSE = AttributeKeys.bytes("false");
    private static final byte[] NONE = new byte[0];

    private AttributeText() {}

    /// Appends the text of the value in row `index`. Hot path.
    static void append(SpanBatch batch, int index, KeyBuffer out) {
        AttributeTable attributes = batch.attributes();
        long bits = attributes.bits(index);
        switch (attributes.type(index)) {
            case STRING -> out.append(batch.bytes(), TextRef.offset(bits), TextRef.length(bits));
            case INT -> out.append(bits);
            case BOOL -> out.append(bits != 0 ? TRUE : FALSE, 0, bits != 0 ? TRUE.length : FALSE.length);
            case DOUBLE -> out.append(Numbers.plain(Double.longBitsToDouble(bits)));
            case ARRAY, MAP -> out.append(nested(batch, bits));
            case BYTES, EMPTY -> {}
        }
    }

    /// The text of the value in row `index`.
    static byte[] copy(SpanBatch batch, int index) {
        AttributeTable attributes = batch.attributes();
        long bits = attributes.bits(index);
        return switch (attributes.type(index)) {
            case STRING ->
                Arrays.copyOfRange(batch.bytes(), TextRef.offset(bits), TextRef.offset(bits) + TextRef.length(bits));
            case INT -> AttributeKeys.bytes(Long.toString(bits));
            case BOOL -> bits != 0 ? TRUE : FALSE;
            case DOUBLE -> AttributeKeys.bytes(Numbers.plain(Double.longBitsToDouble(bits)));
            case ARRAY, MAP -> AttributeKeys.bytes(nested(batch, bits));
            case BYTES, EMPTY -> NONE;
        };
    }

    private static String nested(SpanBatch batch, long ref) {
        int from = TextRef.offset(ref);
        StringBuilder out = new StringBuilder();
        print(AnyValueCodec.decode(batch.bytes(), from, from + TextRef.length(ref)), out);
        return out.toString();
    }

    private static void print(AttributeValue value, StringBuilder out) {
        switch (value) {
            case AttributeValue.Empty() -> {}
            case AttributeValue.Bytes _ -> {}
            case AttributeValue.Text(String text) -> out.append(text);
            case AttributeValue.Bool(boolean flag) -> out.append(flag);
            case AttributeValue.Int(long number) -> out.append(number);
            case AttributeValue.Real(double number) -> out.append(Numbers.plain(number));
            case AttributeValue.Array(List<AttributeValue> values) -> {
                char separator = '[';
                for (AttributeValue one : values) {
                    print(one, out.append(separator));
                    separator = ',';
                }
                out.append(values.isEmpty() ? "[]" : "]");
            }
            case AttributeValue.Map(List<Attribute> entries) -> {
                char separator = '{';
                for (Attribute entry : entries) {
                    print(
                            entry.value(),
                            out.append(separator).append(entry.key()).append(':'));
                    separator = ',';
                }
                out.append(entries.isEmpty() ? "{}" : "}");
            }
        }
    }
}
