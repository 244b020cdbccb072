package dev.spanflame.proto.edge;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes JSON of the bytes of messages of one type, as [ProtoJson#print] would, without messages in between.
///
/// The bytes must be such as protobuf itself writes: fields in order, those of a list together. Thread-safe.
final class WireJson {
    private static final String HEX = "0123456789abcdef";

    private final @Nullable Field[] fields;

    /// A field: its name as JSON has it, what it holds and, for messages, what is in them.
    private record Field(
            byte[] name, FieldDescriptor of, @Nullable WireJson message) {}

    private WireJson(@Nullable Field[] fields) {
        this.fields = fields;
    }

    /// For messages of this type; empty where one of its parts has a JSON form of its own.
    static Optional<WireJson> of(Descriptor type) {
        Map<Descriptor, WireJson> known = new HashMap<>();
        return isPlain(type, new HashMap<>()) ? Optional.of(of(type, known)) : Optional.empty();
    }

    private static boolean isPlain(Descriptor type, Map<Descriptor, Boolean> seen) {
        if (seen.putIfAbsent(type, true) != null) {
            return true;
        }
        if (type.getFullName().startsWith("google.protobuf.")) {
            return false;
        }
        for (FieldDescriptor field : type.getFields()) {
            boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (field.isMapField()
                    || field.getType() == FieldDescriptor.Type.GROUP
                    || (message && !isPlain(field.getMessageType(), seen))
                    || (field.getJavaType() == FieldDescriptor.JavaType.ENUM
                            && field.getEnumType().getFullName().startsWith("google.protobuf."))) {
                return false;
            }
        }
        return true;
    }

    private static WireJson of(Descriptor type, Map<Descriptor, WireJson> known) {
        WireJson made = known.get(type);
        if (made != null) {
            return made;
        }
        List<FieldDescriptor> all = type.getFields();
        int most = all.stream().mapToInt(FieldDescriptor::getNumber).max().orElse(0);
        @Nullable Field[] fields = new Field[most + 1];
        WireJson json = new WireJson(fields);
        known.put(type, json);
        for (FieldDescriptor field : all) {
            byte[] name = ('"' + field.getJsonName() + "\":").getBytes(StandardCharsets.UTF_8);
            boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            fields[field.getNumber()] = new Field(name, field, message ? of(field.getMessageType(), known) : null);
        }
        return json;
    }

    /// The JSON of a message. Throws [IllegalArgumentException] where the bytes are none.
    byte[] print(byte[] message) {
        Printer printer = new Printer(message);
        try {
            printer.message(this, message.length);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a message of " + message.length + " bytes ends too early", e);
        }
        return printer.json();
    }

    /// Reads one message and writes its JSON.
    private static final class Printer {
        private final byte[] in;
        private int at;
        private byte[] out;
        private int size;

        Printer(byte[] in) {
            this.in = in;
            this.out = new byte[in.length * 2 + 64];
        }

        byte[] json() {
            return Arrays.copyOf(out, size);
        }

        void message(WireJson type, int end) {
            put('{');
            boolean first = true;
            while (at < end) {
                int tag = (int) varint();
                int number = tag >>> 3;
                Field field = number < type.fields.length ? type.fields[number] : null;
                if (field == null) {
                    skip(tag & 7);
                    continue;
                }
                if (!first) {
                    put(',');
                }
                first = false;
                put(field.name);
                if (field.of.isRepeated()) {
                    list(field, tag, end);
                } else {
                    value(field);
                }
            }
            put('}');
        }

        private void list(Field field, int tag, int end) {
            put('[');
            boolean first = true;
            int next = tag;
            while (true) {
                boolean packed = (next & 7) == 2 && field.of.isPackable();
                int to = packed ? length() : at;
                do {
                    if (packed && at >= to) {
                        break;
                    }
                    if (!first) {
                        put(',');
                    }
                    first = false;
                    value(field);
                } while (packed);
                int before = at;
                if (at >= end) {
                    break;
                }
                next = (int) varint();
                if (next >>> 3 != tag >>> 3) {
                    at = before;
                    break;
                }
            }
            put(']');
        }

        private void value(Field field) {
            switch (field.of.getType()) {
                case INT32 -> number((int) varint());
                case SINT32 -> number(zigzag(varint()));
                case SFIXED32 -> number(fixed32());
                case UINT32 -> number(varint() & 0xFFFF_FFFFL);
                case FIXED32 -> number(fixed32() & 0xFFFF_FFFFL);
                case INT64 -> quoted(varint());
                case SINT64 -> quoted(zigzag(varint()));
                case SFIXED64 -> quoted(fixed64());
                case UINT64 -> unsigned(varint());
                case FIXED64 -> unsigned(fixed64());
                case BOOL -> ascii(varint() != 0 ? "true" : "false");
                case FLOAT -> real(Float.toString(Float.intBitsToFloat(fixed32())));
                case DOUBLE -> real(Double.toString(Double.longBitsToDouble(fixed64())));
                case ENUM -> constant(field, (int) varint());
                case STRING -> text();
                case BYTES -> bytes();
                case MESSAGE -> {
                    int end = length();
                    message(inner(field), end);
                }
                case GROUP -> throw new IllegalStateException("groups are not plain");
            }
        }

        private static WireJson inner(Field field) {
            if (field.message == null) {
                throw new IllegalStateException("no plan of the message in " + field.of.getFullName());
            }
            return field.message;
        }

        private void constant(Field field, int number) {
            EnumValueDescriptor value = field.of.getEnumType().findValueByNumber(number);
            if (value == null) {
                number(number);
            } else {
                put('"');
                ascii(value.getName());
                put('"');
            }
        }

        private static long zigzag(long value) {
            return value >>> 1 ^ -(value & 1);
        }

        private void real(String text) {
            boolean digits = Character.isDigit(text.charAt(text.length() - 1));
            if (digits) {
                ascii(text);
            } else {
                put('"');
                ascii(text);
                put('"');
            }
        }

        private void bytes() {
            int end = length();
            byte[] base64 = Base64.getEncoder().encode(Arrays.copyOfRange(in, at, end));
            put('"');
            put(base64);
            put('"');
            at = end;
        }

        /// Hot path.
        private void text() {
            int end = length();
            put('"');
            while (at < end) {
                int from = at;
                while (at < end && isPlain(in[at])) {
                    at++;
                }
                room(at - from);
                System.arraycopy(in, from, out, size, at - from);
                size += at - from;
                if (at < end) {
                    special(end);
                }
            }
            put('"');
        }

        /// Bytes that stand for themselves; those of characters beyond ASCII do, but for two separators of lines.
        private static boolean isPlain(byte b) {
            return b < 0
                    ? b != (byte) 0xE2
                    : b >= ' ' && b != '"' && b != '\\' && b != '<' && b != '>' && b != '&' && b != '=' && b != '\'';
        }

        private void special(int end) {
            byte b = in[at];
            if (b == (byte) 0xE2) {
                boolean separator = at + 2 < end && in[at + 1] == (byte) 0x80 && (in[at + 2] & 0xFE) == 0xA8;
                if (separator) {
                    ascii((in[at + 2] & 1) == 0 ? "\\u2028" : "\\u2029");
                    at += 3;
                } else {
                    put(b);
                    at++;
                }
                return;
            }
            at++;
            switch (b) {
                case '"' -> ascii("\\\"");
                case '\\' -> ascii("\\\\");
                case '\t' -> ascii("\\t");
                case '\b' -> ascii("\\b");
                case '\n' -> ascii("\\n");
                case '\r' -> ascii("\\r");
                case '\f' -> ascii("\\f");
                default -> {
                    ascii("\\u00");
                    put(HEX.charAt(b >> 4));
                    put(HEX.charAt(b & 15));
                }
            }
        }

        private void quoted(long value) {
            put('"');
            number(value);
            put('"');
        }

        private void unsigned(long value) {
            if (value >= 0) {
                quoted(value);
            } else {
                put('"');
                ascii(Long.toUnsignedString(value));
                put('"');
            }
        }

        /// Hot path.
        private void number(long value) {
            if (value < 0) {
                ascii(Long.toString(value));
                return;
            }
            int digits = 1;
            for (long rest = value; rest >= 10; rest /= 10) {
                digits++;
            }
            room(digits);
            int place = size + digits;
            long rest = value;
            do {
                out[--place] = (byte) ('0' + rest % 10);
                rest /= 10;
            } while (rest > 0);
            size += digits;
        }

        private void ascii(String text) {
            room(text.length());
            for (int i = 0; i < text.length(); i++) {
                out[size++] = (byte) text.charAt(i);
            }
        }

        private void put(byte[] bytes) {
            room(bytes.length);
            System.arraycopy(bytes, 0, out, size, bytes.length);
            size += bytes.length;
        }

        private void put(int b) {
            room(1);
            out[size++] = (byte) b;
        }

        private void room(int count) {
            if (count > out.length - size) {
                out = Arrays.copyOf(out, Math.addExact(Math.addExact(size, count), out.length / 2));
            }
        }

        private void skip(int wire) {
            switch (wire) {
                case 0 -> varint();
                case 1 -> at += 8;
                case 2 -> at = length();
                case 5 -> at += 4;
                default -> throw new IllegalArgumentException("a field of wire type " + wire);
            }
        }

        /// Reads a length; returns where what has it ends.
        private int length() {
            int length = (int) varint();
            if (length < 0 || length > in.length - at) {
                throw new IllegalArgumentException(
                        "a part of " + length + " bytes where " + (in.length - at) + " are left");
            }
            return at + length;
        }

        /// Hot path.
        private long varint() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                byte b = in[at++];
                value |= (b & 0x7FL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number of more than ten bytes");
        }

        private int fixed32() {
            int value = 0;
            for (int shift = 0; shift < Integer.SIZE; shift += 8) {
                value |= (in[at++] & 0xFF) << shift;
            }
            return value;
        }

        private long fixed64() {
            return fixed32() & 0xFFFF_FFFFL | (long) fixed32() << 32;
        }
    }
}
