package dev.spanflame.proto.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Writes messages in unusual but valid ways: fields in any order, sub-messages in pieces, numbers and lengths longer
/// than need be, fields twice, unknown fields and groups in between, and text that is not UTF-8.
final class WireScrambler {
    private final Random random;

    WireScrambler(Random random) {
        this.random = random;
    }

    /// Bytes that mean `message`, or nearly so.
    byte[] write(Message message) {
        return joined(fields(message));
    }

    private byte[] joined(List<byte[]> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            out.writeBytes(field);
        }
        return out.toByteArray();
    }

    private List<byte[]> fields(Message message) {
        List<byte[]> fields = new ArrayList<>();
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            List<?> values = field.isRepeated() ? (List<?>) entry.getValue() : List.of(entry.getValue());
            for (Object value : values) {
                add(field, value, fields);
            }
        }
        for (int i = random.nextInt(24); i < 2; i++) {
            fields.add(stranger(0));
        }
        if (oneIn(3)) {
            Collections.shuffle(fields, random);
        }
        return fields;
    }

    private void add(FieldDescriptor field, Object value, List<byte[]> fields) {
        if (value instanceof Message message) {
            List<byte[]> inner = fields(message);
            boolean split = !field.isRepeated() && oneIn(4);
            int cut = split ? random.nextInt(inner.size() + 1) : inner.size();
            fields.add(bytesField(field.getNumber(), joined(inner.subList(0, cut))));
            if (split) {
                fields.add(bytesField(field.getNumber(), joined(inner.subList(cut, inner.size()))));
            }
            return;
        }
        byte[] written = scalar(field, value);
        fields.add(written);
        if (oneIn(40)) {
            fields.add(written);
        }
    }

    private byte[] scalar(FieldDescriptor field, Object value) {
        int number = field.getNumber();
        return switch (field.getType()) {
            case STRING -> bytesField(number, text((String) value));
            case BYTES -> bytesField(number, ((ByteString) value).toByteArray());
            case BOOL -> numberField(number, (Boolean) value ? 1 + random.nextInt(3) : 0);
            case INT32, UINT32 -> numberField(number, (Integer) value);
            case INT64, UINT64 -> numberField(number, (Long) value);
            case ENUM -> numberField(number, ((com.google.protobuf.Descriptors.EnumValueDescriptor) value).getNumber());
            case FIXED32 -> fixed(number, WireReader.FIXED32, (Integer) value, 4);
            case FIXED64 -> fixed(number, WireReader.FIXED64, (Long) value, 8);
            case DOUBLE -> fixed(number, WireReader.FIXED64, Double.doubleToRawLongBits((Double) value), 8);
            default -> throw new IllegalArgumentException("no such field in OTLP: " + field);
        };
    }

    private byte[] text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && oneIn(30)) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /// A field or group that the message may not know.
    private byte[] stranger(int depth) {
        int number = oneIn(2) ? 1 + random.nextInt(20) : 1 + random.nextInt(1 << 20);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (random.nextInt(depth > 3 ? 4 : 5)) {
            case 0 -> out.writeBytes(numberField(number, random.nextLong()));
            case 1 -> out.writeBytes(fixed(number, WireReader.FIXED32, random.nextLong(), 4));
            case 2 -> out.writeBytes(fixed(number, WireReader.FIXED64, random.nextLong(), 8));
            case 3 -> out.writeBytes(bytesField(100 + number, new byte[random.nextInt(10)]));
            default -> {
                tag(number, WireReader.GROUP, out);
                for (int i = random.nextInt(3); i > 0; i--) {
                    out.writeBytes(stranger(depth + 1));
                }
                tag(number, WireReader.GROUP_END, out);
            }
        }
        return out.toByteArray();
    }

    private byte[] bytesField(int number, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tag(number, WireReader.BYTES, out);
        varint(value.length, out);
        out.writeBytes(value);
        return out.toByteArray();
    }

    private byte[] numberField(int number, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tag(number, WireReader.VARINT, out);
        varint(value, out);
        return out.toByteArray();
    }

    private byte[] fixed(int number, int wireType, long value, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tag(number, wireType, out);
        for (int i = 0; i < size; i++) {
            out.write((int) (value >>> 8 * i));
        }
        return out.toByteArray();
    }

    private void tag(int number, int wireType, ByteArrayOutputStream out) {
        varint((long) number << 3 | wireType, out);
    }

    private void varint(long value, ByteArrayOutputStream out) {
        int spare = oneIn(20) ? random.nextInt(4) : 0;
        long rest = value;
        int written = 1;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
            written++;
        }
        if (written + spare > 10) {
            spare = 0;
        }
        out.write((int) (spare > 0 ? rest | 0x80 : rest));
        for (int i = 1; i <= spare; i++) {
            out.write(i < spare ? 0x80 : 0);
        }
    }

    /// A copy of `bytes` with one to three small damages.
    byte[] damaged(byte[] bytes) {
        byte[] copy = bytes;
        for (int i = random.nextInt(3); i >= 0 && copy.length > 0; i--) {
            copy = damagedOnce(copy);
        }
        return copy;
    }

    private byte[] damagedOnce(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(oneIn(4) ? 40 : 4), bytes.length - at);
        byte[] copy = bytes.clone();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (random.nextInt(6)) {
            case 0 -> {
                copy[at] ^= (byte) (1 << random.nextInt(8));
                return copy;
            }
            case 1 -> {
                copy[at] = (byte) (oneIn(3) ? 0xff : random.nextInt(256));
                return copy;
            }
            case 2 -> out.write(bytes, 0, at);
            case 3 -> {
                out.write(bytes, 0, at);
                out.write(bytes, at + length, bytes.length - at - length);
            }
            case 4 -> {
                out.write(bytes, 0, at + length);
                out.write(bytes, at, bytes.length - at);
            }
            default -> {
                out.write(bytes, 0, at);
                out.writeBytes(stranger(0));
                out.write(bytes, at, bytes.length - at);
            }
        }
        return out.toByteArray();
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
