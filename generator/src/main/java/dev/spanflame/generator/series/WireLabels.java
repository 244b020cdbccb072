package dev.spanflame.generator.series;

import dev.spanflame.generator.label.Label;
import dev.spanflame.generator.label.LabelSet;
import dev.spanflame.proto.wire.WireWriter;

/// Labels of an entity as fields of a `TimeSeries` of remote write, ready to be copied. Immutable.
///
/// Remote write wants labels sorted by name, so the places for `__name__` and `le` are kept.
public final class WireLabels {
    private static final String NAME = "__name__";
    private static final String BOUND = "le";
    private static final int LABELS = 1;
    private static final int LABEL_NAME = 1;
    private static final int LABEL_VALUE = 2;

    private final byte[] bytes;
    private final int nameAt;
    private final int boundAt;

    private WireLabels(byte[] bytes, int nameAt, int boundAt) {
        this.bytes = bytes;
        this.nameAt = nameAt;
        this.boundAt = boundAt;
    }

    /// The fields of these labels.
    static WireLabels of(LabelSet set) {
        WireWriter before = new WireWriter(64);
        WireWriter between = new WireWriter(256);
        WireWriter after = new WireWriter(256);
        for (Label label : set.labels()) {
            if (label.name().compareTo(NAME) < 0) {
                write(before, label.name(), label.value());
            } else if (label.name().compareTo(BOUND) < 0) {
                write(between, label.name(), label.value());
            } else {
                write(after, label.name(), label.value());
            }
        }
        byte[] first = before.toByteArray();
        byte[] second = between.toByteArray();
        return new WireLabels(concat(first, second, after.toByteArray()), first.length, first.length + second.length);
    }

    private static byte[] concat(byte[]... parts) {
        WireWriter all = new WireWriter(512);
        for (byte[] part : parts) {
            all.copy(part, 0, part.length);
        }
        return all.toByteArray();
    }

    /// The field of a metric's name.
    static byte[] name(String metric) {
        return field(NAME, metric);
    }

    /// The field of a bucket's bound.
    static byte[] bound(String text) {
        return field(BOUND, text);
    }

    private static byte[] field(String name, String value) {
        WireWriter out = new WireWriter(128);
        write(out, name, value);
        return out.toByteArray();
    }

    private static void write(WireWriter out, String name, String value) {
        int mark = out.begin(LABELS);
        out.text(LABEL_NAME, name);
        out.text(LABEL_VALUE, value);
        out.end(mark);
    }

    /// Writes all labels, with the fields of the name and of the bound (empty where there is none)
    /// in their places.
    public void writeTo(WireWriter out, byte[] name, byte[] bound) {
        out.copy(bytes, 0, nameAt);
        out.copy(name, 0, name.length);
        out.copy(bytes, nameAt, boundAt);
        out.copy(bound, 0, bound.length);
        out.copy(bytes, boundAt, bytes.length);
    }
}
