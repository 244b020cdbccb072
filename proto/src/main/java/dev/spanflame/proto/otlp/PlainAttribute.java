package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.model.trace.ValueType;

/// Reads an attribute of the shape that nearly all have: one key, one scalar value, each length in one byte.
///
/// ```
/// length  0a  length key...  12  length  ( 0a length text... | 10 bool | 18 int... | 21 double )
/// ```
///
/// Everything is checked before anything is kept, so that whatever looks different in the least can be left, unread, to
/// [AttributeDecoder]. Working on local numbers alone is what makes it worth having: it halves the time of an
/// attribute.
final class PlainAttribute {
    private PlainAttribute() {}

    /// Appends the `KeyValue` whose length comes next and steps over it, or does nothing and returns false. Hot path.
    static boolean append(WireReader in, AttributeTable attributes) {
        byte[] bytes = in.bytes();
        int at = in.position();
        int room = in.end() - at;
        if (room < 6 || bytes[at] < 0 || bytes[at] >= room) {
            return false;
        }
        int end = at + 1 + bytes[at];
        int keyLength = bytes[at + 2];
        int key = at + 3;
        int value = key + keyLength + 2;
        if (bytes[at + 1] != OtlpField.KEY_VALUE_KEY
                || keyLength <= 0
                || value + 1 >= end
                || bytes[value - 2] != OtlpField.KEY_VALUE_VALUE
                || bytes[value - 1] != end - value
                || !Utf8.isValid(bytes, key, keyLength)
                || !appendValue(bytes, value, end, TextRef.of(key, keyLength), attributes)) {
            return false;
        }
        in.moveTo(end);
        return true;
    }

    /// Appends the value in `bytes[at, end)`, at least two bytes.
    private static boolean appendValue(byte[] bytes, int at, int end, long key, AttributeTable attributes) {
        switch (bytes[at]) {
            case OtlpField.ANY_STRING -> {
                int length = end - at - 2;
                if (bytes[at + 1] != length || !Utf8.isValid(bytes, at + 2, length)) {
                    return false;
                }
                attributes.add(key, ValueType.STRING, length == 0 ? TextRef.EMPTY : TextRef.of(at + 2, length));
                return true;
            }
            case OtlpField.ANY_INT -> {
                return appendInt(bytes, at + 1, end, key, attributes);
            }
            case OtlpField.ANY_BOOL -> {
                if (end - at != 2 || bytes[at + 1] < 0) {
                    return false;
                }
                attributes.add(key, ValueType.BOOL, bytes[at + 1] == 0 ? 0 : 1);
                return true;
            }
            case OtlpField.ANY_DOUBLE -> {
                if (end - at != 9) {
                    return false;
                }
                attributes.add(key, ValueType.DOUBLE, WireReader.fixed64(bytes, at + 1));
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private static boolean appendInt(byte[] bytes, int from, int end, long key, AttributeTable attributes) {
        long value = 0;
        int last = end - 1;
        if (bytes[last] < 0 || end - from > 10) {
            return false;
        }
        for (int i = from; i < last; i++) {
            if (bytes[i] >= 0) {
                return false;
            }
            value |= (long) (bytes[i] & 0x7f) << 7 * (i - from);
        }
        attributes.add(key, ValueType.INT, value | (long) bytes[last] << 7 * (last - from));
        return true;
    }
}
