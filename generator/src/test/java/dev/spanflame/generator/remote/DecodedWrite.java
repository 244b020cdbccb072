package dev.spanflame.generator.remote;

import dev.spanflame.generator.label.Numbers;
import dev.spanflame.proto.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a receiver of remote write reads, by a decoder of its own: one line for each sample,
/// exemplar and histogram, in the order of the message.
public final class DecodedWrite {
    private DecodedWrite() {}

    /// `name{label="value"} value @millis`, `... # trace value @millis`, `... h schema count sum
    /// [bucket:count] @millis`.
    public static List<String> lines(byte[] body) {
        byte[] message = unsnappy(body);
        WireReader in = new WireReader().reset(message, 0, message.length);
        List<String> lines = new ArrayList<>();
        while (in.hasMore()) {
            if (in.tag() >>> 3 == 1) {
                int outer = in.enter(0);
                series(in, lines);
                in.leave(outer);
            }
        }
        return lines;
    }

    private static void series(WireReader in, List<String> lines) {
        StringBuilder name = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        while (in.hasMore()) {
            int field = in.tag() >>> 3;
            int outer = in.enter(1);
            switch (field) {
                case 1 -> {
                    String[] label = label(in);
                    if (label[0].equals("__name__")) {
                        name.append(label[1]);
                    } else {
                        labels.append(labels.isEmpty() ? "" : ",")
                                .append(label[0])
                                .append('=')
                                .append(label[1]);
                    }
                }
                case 2 -> lines.add(name + "{" + labels + "} " + sample(in));
                case 3 -> lines.add(name + "{" + labels + "} # " + exemplar(in));
                case 4 -> lines.add(name + "{" + labels + "} h " + histogram(in));
                default -> throw new IllegalStateException("field " + field);
            }
            in.leave(outer);
        }
    }

    private static String[] label(WireReader in) {
        String[] parts = new String[2];
        while (in.hasMore()) {
            int field = in.tag() >>> 3;
            int length = in.length();
            parts[field - 1] = new String(in.bytes(), in.position(), length, StandardCharsets.UTF_8);
            in.advance(length);
        }
        return parts;
    }

    private static String sample(WireReader in) {
        String value = "";
        long millis = 0;
        while (in.hasMore()) {
            switch (in.tag()) {
                case 9 -> value = real(in.fixed64());
                case 16 -> millis = in.varint();
                default -> throw new IllegalStateException("a field of a sample");
            }
        }
        return value + " @" + millis;
    }

    private static String real(long bits) {
        return bits == 0x7ff0000000000002L ? "STALE" : Numbers.plain(Double.longBitsToDouble(bits));
    }

    private static String exemplar(WireReader in) {
        String trace = "";
        String value = "";
        long millis = 0;
        while (in.hasMore()) {
            switch (in.tag()) {
                case 10 -> {
                    int outer = in.enter(2);
                    WireReader pair = in;
                    pair.tag();
                    int inner = pair.length();
                    pair.advance(inner);
                    pair.tag();
                    int length = pair.length();
                    trace = new String(in.bytes(), in.position(), length, StandardCharsets.UTF_8);
                    in.advance(length);
                    in.leave(outer);
                }
                case 17 -> value = real(in.fixed64());
                case 24 -> millis = in.varint();
                default -> throw new IllegalStateException("a field of an exemplar");
            }
        }
        return trace + " " + value + " @" + millis;
    }

    private static String histogram(WireReader in) {
        long count = 0;
        long zeros = 0;
        String sum = "";
        long schema = 0;
        long millis = 0;
        List<long[]> spans = new ArrayList<>();
        List<Long> deltas = new ArrayList<>();
        while (in.hasMore()) {
            switch (in.tag() >>> 3) {
                case 1 -> count = in.varint();
                case 3 -> sum = real(in.fixed64());
                case 4 -> schema = zigzag(in.varint());
                case 5 -> in.fixed64();
                case 6 -> zeros = in.varint();
                case 11 -> {
                    int outer = in.enter(2);
                    in.tag();
                    long offset = zigzag(in.varint());
                    in.tag();
                    spans.add(new long[] {offset, in.varint()});
                    in.leave(outer);
                }
                case 12 -> {
                    int outer = in.enter(2);
                    while (in.hasMore()) {
                        deltas.add(zigzag(in.varint()));
                    }
                    in.leave(outer);
                }
                case 15 -> millis = in.varint();
                default -> throw new IllegalStateException("a field of a histogram");
            }
        }
        return schema + " " + count + " " + zeros + " " + sum + " " + buckets(spans, deltas) + " @" + millis;
    }

    private static List<String> buckets(List<long[]> spans, List<Long> deltas) {
        List<String> buckets = new ArrayList<>();
        long index = 0;
        long value = 0;
        int next = 0;
        for (long[] span : spans) {
            index += span[0];
            for (long i = 0; i < span[1]; i++) {
                value += deltas.get(next++);
                buckets.add(index++ + ":" + value);
            }
        }
        return buckets;
    }

    private static long zigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    /// Inflates Snappy's block format.
    static byte[] unsnappy(byte[] body) {
        int at = 0;
        int size = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = body[at++];
            size |= (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        byte[] out = new byte[size];
        int end = 0;
        while (at < body.length) {
            int tag = body[at++] & 0xff;
            int length = (tag >>> 2) + 1;
            if ((tag & 3) == 0) {
                int more = Math.max(0, length - 60);
                if (more > 0) {
                    length = 1;
                    for (int i = 0; i < more; i++) {
                        length += (body[at++] & 0xff) << (8 * i);
                    }
                }
                System.arraycopy(body, at, out, end, length);
                at += length;
                end += length;
            } else if ((tag & 3) != 3) {
                boolean near = (tag & 3) == 1;
                int offset =
                        near ? (tag >>> 5) << 8 | (body[at] & 0xff) : (body[at] & 0xff) | (body[at + 1] & 0xff) << 8;
                length = near ? (tag >>> 2 & 7) + 4 : length;
                at += near ? 1 : 2;
                for (int i = 0; i < length; i++) {
                    out[end] = out[end - offset];
                    end++;
                }
            } else {
                throw new IllegalStateException("a tag that the encoder does not write: " + tag);
            }
        }
        if (end != size) {
            throw new IllegalStateException("says " + size + " bytes, has " + end);
        }
        return out;
    }
}
