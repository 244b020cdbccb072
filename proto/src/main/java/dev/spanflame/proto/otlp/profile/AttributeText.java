package dev.spanflame.proto.otlp.profile;

import dev.spanflame.model.trace.TextRef;
import dev.spanflame.proto.columns.TextTable;
import dev.spanflame.proto.wire.WireReader;
import java.nio.charset.StandardCharsets;

/// Reads attributes as labels: text, numbers, truth values, and lists of one of these. What is none has
/// no text.
final class AttributeText {
    private static final int KEY = 1 << 3 | WireReader.BYTES;
    private static final int KEY_INDEX = 1 << 3 | WireReader.VARINT;
    private static final int VALUE = 2 << 3 | WireReader.BYTES;
    private static final int OTHER_KEY_INDEX = 3 << 3 | WireReader.VARINT;

    /// An attribute; the value is empty where it cannot be a label.
    record Pair(String key, String value) {
        static final Pair NONE = new Pair("", "");
    }

    private final TextTable texts;

    AttributeText(TextTable texts) {
        this.texts = texts;
    }

    /// Reads an entry of the attribute table, at which the cursor stands: `KeyValueAndUnit`, or
    /// `KeyValue` in version 1.7.
    Pair readEntry(WireReader in, int depth) {
        return read(in, depth, false);
    }

    /// Reads a `KeyValue` of a resource or scope, at which the cursor stands.
    Pair readKeyValue(WireReader in, int depth) {
        return read(in, depth, true);
    }

    private Pair read(WireReader in, int depth, boolean keyIsThird) {
        String key = "";
        String value = "";
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == KEY) {
                key = text(in);
            } else if (tag == (keyIsThird ? OTHER_KEY_INDEX : KEY_INDEX)) {
                key = texts.text(in.varint());
            } else if (tag == VALUE) {
                value = value(in, depth);
            } else {
                in.skip(tag, depth);
            }
        }
        return new Pair(key, value);
    }

    private String value(WireReader in, int depth) {
        int outer = in.enter(depth);
        String value = "";
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 | WireReader.BYTES -> value = text(in);
                case 2 << 3 | WireReader.VARINT -> value = in.varint() == 0 ? "false" : "true";
                case 3 << 3 | WireReader.VARINT -> value = Long.toString(in.varint());
                case 4 << 3 | WireReader.FIXED64 -> value = Double.toString(Double.longBitsToDouble(in.fixed64()));
                case 5 << 3 | WireReader.BYTES -> value = onlyElement(in, depth + 1);
                case 8 << 3 | WireReader.VARINT -> value = texts.text(in.varint());
                default -> in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
        return value;
    }

    private String onlyElement(WireReader in, int depth) {
        int outer = in.enter(depth);
        String value = "";
        int count = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == (1 << 3 | WireReader.BYTES)) {
                count++;
                value = value(in, depth + 1);
            } else {
                in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
        return count == 1 ? value : "";
    }

    private static String text(WireReader in) {
        int length = in.length();
        String text = new String(in.bytes(), in.position(), length, StandardCharsets.UTF_8);
        in.advance(length);
        return text;
    }

    /// Text of a slice.
    static String text(byte[] bytes, long ref) {
        return new String(bytes, TextRef.offset(ref), TextRef.length(ref), StandardCharsets.UTF_8);
    }
}
