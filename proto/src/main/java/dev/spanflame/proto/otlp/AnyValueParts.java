package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An `AnyValue` while its wire bytes are read: the case seen last, with the pieces of an array or map merged.
final class AnyValueParts {
    private AttributeValue scalar = new AttributeValue.Empty();
    private @Nullable List<AttributeValue> array;
    private @Nullable List<Attribute> map;

    /// What was read.
    AttributeValue value() {
        if (array != null) {
            return new AttributeValue.Array(array);
        }
        return map != null ? new AttributeValue.Map(map) : scalar;
    }

    /// Reads all fields of the message that the cursor stands in, whose depth is `depth`.
    void readAll(WireReader in, int depth) {
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.ANY_STRING -> set(new AttributeValue.Text(text(in)));
                case OtlpField.ANY_BOOL -> set(new AttributeValue.Bool(in.varint() != 0));
                case OtlpField.ANY_INT -> set(new AttributeValue.Int(in.varint()));
                case OtlpField.ANY_DOUBLE -> set(new AttributeValue.Real(Double.longBitsToDouble(in.fixed64())));
                case OtlpField.ANY_BYTES -> set(new AttributeValue.Bytes(bytes(in)));
                case OtlpField.ANY_ARRAY -> readArray(in, depth);
                case OtlpField.ANY_MAP -> readMap(in, depth);
                case OtlpField.ANY_STRING_INDEX -> {
                    in.varint();
                    set(new AttributeValue.Empty());
                }
                default -> in.skip(tag, depth);
            }
        }
    }

    private void set(AttributeValue value) {
        scalar = value;
        array = null;
        map = null;
    }

    private void readArray(WireReader in, int depth) {
        List<AttributeValue> values = array == null ? new ArrayList<>() : array;
        array = values;
        map = null;
        int outer = in.enter(depth);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.LIST_VALUES) {
                AnyValueParts element = new AnyValueParts();
                element.readNext(in, depth + 1);
                values.add(element.value());
            } else {
                in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
    }

    private void readMap(WireReader in, int depth) {
        List<Attribute> entries = map == null ? new ArrayList<>() : map;
        map = entries;
        array = null;
        int outer = in.enter(depth);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.LIST_VALUES) {
                entries.add(entry(in, depth + 1));
            } else {
                in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
    }

    private static Attribute entry(WireReader in, int depth) {
        int outer = in.enter(depth);
        String key = "";
        AnyValueParts value = new AnyValueParts();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.KEY_VALUE_KEY -> key = text(in);
                case OtlpField.KEY_VALUE_VALUE -> value.readNext(in, depth + 1);
                default -> in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
        return new Attribute(key, value.value());
    }

    private void readNext(WireReader in, int depth) {
        int outer = in.enter(depth);
        readAll(in, depth + 1);
        in.leave(outer);
    }

    private static String text(WireReader in) {
        int length = in.length();
        String text = new String(in.bytes(), in.position(), length, StandardCharsets.UTF_8);
        in.advance(length);
        return text;
    }

    private static byte[] bytes(WireReader in) {
        int length = in.length();
        byte[] bytes = Arrays.copyOfRange(in.bytes(), in.position(), in.position() + length);
        in.advance(length);
        return bytes;
    }
}
