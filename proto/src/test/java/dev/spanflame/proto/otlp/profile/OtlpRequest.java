package dev.spanflame.proto.otlp.profile;

import dev.spanflame.proto.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes requests in every layout: a dictionary of few entries, and profiles of one stack `leaf`
/// called by `root`.
final class OtlpRequest {
    static final long TIME = 1_795_000_000_123_456_789L;
    static final long TRACE_HIGH = 0x0102030405060708L;
    static final long TRACE_LOW = 0x1112131415161718L;
    static final long SPAN = 0x2122232425262728L;
    /// Numbers of attributes.
    static final int THREAD = 1;
    static final int REGION = 2;
    static final int RATIO = 3;
    static final int OTHER_SERVICE = 4;
    static final int JVM_FRAME = 5;

    private static final List<String> TEXTS = new ArrayList<>(List.of(
            "", "root", "leaf", "thread.name", "region", "ratio", "service.name", "profile.frame.type", "Main.java"));

    private final ProfileLayout layout;
    private final List<String> texts = new ArrayList<>(TEXTS);
    private final WireWriter profiles = new WireWriter(0);
    private final Map<String, String> more = new TreeMap<>();
    private boolean packed = true;

    OtlpRequest(ProfileLayout layout) {
        this.layout = layout;
    }

    /// Lists of numbers are written one by one, as async-profiler does.
    OtlpRequest unpacked() {
        packed = false;
        return this;
    }

    /// Adds an attribute of the resource.
    OtlpRequest resource(String key, String value) {
        more.put(key, value);
        return this;
    }

    /// Samples of a profile: values, times after [#TIME], attributes.
    record Sample(long[] values, long[] times, int... attributes) {}

    /// What a profile counts: type and unit of its values and of its period.
    record Types(String type, String unit, String periodType, String periodUnit, long period) {}

    OtlpRequest profile(Types types, Sample... samples) {
        int mark = profiles.begin(2);
        valueType(profiles, 1, types.type(), types.unit());
        for (Sample sample : samples) {
            sample(sample);
        }
        ProfileLayout.ProfileFields fields = layout.profile();
        if (layout.hasRanges()) {
            profiles.number(fields.time(), TIME);
            numbers(profiles, 3, 2, 1);
        } else {
            profiles.fixed64(fields.time(), TIME);
        }
        profiles.number(fields.duration(), 5_000_000_000L);
        if (!types.periodType().isEmpty()) {
            valueType(profiles, fields.periodType(), types.periodType(), types.periodUnit());
            profiles.number(fields.period(), types.period());
        }
        profiles.end(mark);
        return this;
    }

    private void valueType(WireWriter out, int field, String type, String unit) {
        int mark = out.begin(field);
        out.number(1, text(type));
        out.number(2, text(unit));
        out.end(mark);
    }

    private int text(String text) {
        if (!texts.contains(text)) {
            texts.add(text);
        }
        return texts.indexOf(text);
    }

    private void sample(Sample sample) {
        int mark = profiles.begin(2);
        ProfileLayout.SampleFields fields = layout.sample();
        profiles.number(1, layout.hasRanges() ? 0 : 1);
        if (layout.hasRanges()) {
            profiles.number(2, 2);
        }
        numbers(profiles, fields.values(), sample.values());
        long[] attributes = new long[sample.attributes().length];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = sample.attributes()[i];
        }
        numbers(profiles, fields.attributes(), attributes);
        profiles.number(fields.link(), 1);
        times(fields.timestamps(), sample.times());
        profiles.end(mark);
    }

    private void times(int field, long... times) {
        if (times.length > 0) {
            int mark = profiles.begin(field);
            for (long time : times) {
                if (layout.hasRanges()) {
                    profiles.packed(TIME + time);
                } else {
                    profiles.packedFixed64(TIME + time);
                }
            }
            profiles.end(mark);
        }
    }

    private void numbers(WireWriter out, int field, long... numbers) {
        if (numbers.length > 0 && packed) {
            int mark = out.begin(field);
            for (long number : numbers) {
                out.packed(number);
            }
            out.end(mark);
        } else {
            for (long number : numbers) {
                out.number(field, number);
            }
        }
    }

    /// The request, of a service `shop` with a pod and a truth value.
    byte[] bytes() {
        WireWriter out = new WireWriter(0);
        int resources = out.begin(1);
        int resource = out.begin(1);
        attribute(out, "service.name", "shop");
        attribute(out, "k8s.pod.name", "shop-1");
        more.forEach((key, value) -> attribute(out, key, value));
        out.end(resource);
        int scopes = out.begin(2);
        byte[] written = profiles.toByteArray();
        out.copy(written, 0, written.length);
        out.end(scopes);
        out.end(resources);
        dictionary(out);
        return out.toByteArray();
    }

    private static void attribute(WireWriter out, String key, String value) {
        int mark = out.begin(1);
        out.text(1, key);
        int inner = out.begin(2);
        out.text(1, value);
        out.end(inner);
        out.end(mark);
    }

    private void dictionary(WireWriter out) {
        int mark = out.begin(2);
        out.end(out.begin(1));
        out.end(out.begin(2));
        for (int function = 1; function <= 2; function++) {
            int location = out.begin(2);
            int line = out.begin(3);
            out.number(1, function);
            out.number(2, 10L * function);
            out.end(line);
            numbers(out, layout.hasRanges() ? 5 : 4, JVM_FRAME);
            out.end(location);
        }
        out.end(out.begin(3));
        for (int function = 1; function <= 2; function++) {
            int at = out.begin(3);
            out.number(1, function);
            out.number(3, 8);
            out.end(at);
        }
        out.end(out.begin(4));
        int link = out.begin(4);
        out.bytes(
                1,
                java.nio.ByteBuffer.allocate(16)
                        .putLong(TRACE_HIGH)
                        .putLong(TRACE_LOW)
                        .array());
        out.bytes(2, java.nio.ByteBuffer.allocate(8).putLong(SPAN).array());
        out.end(link);
        texts.forEach(text -> out.text(5, text));
        out.end(out.begin(6));
        entry(out, 3, "worker-7", 0);
        entry(out, 4, "eu", 0);
        entry(out, 5, "", 0.5);
        entry(out, 6, "billing", 0);
        entry(out, 7, "jvm", 0);
        if (!layout.hasRanges()) {
            out.end(out.begin(7));
            int stack = out.begin(7);
            numbers(out, 1, 2, 1);
            out.end(stack);
        }
        out.end(mark);
    }

    private void entry(WireWriter out, int key, String text, double number) {
        int mark = out.begin(6);
        if (layout.hasRanges()) {
            out.text(1, texts.get(key));
        } else {
            out.number(1, key);
        }
        int value = out.begin(2);
        if (text.isEmpty()) {
            out.fixed64(4, Double.doubleToRawLongBits(number));
        } else {
            out.text(1, text);
        }
        out.end(value);
        out.end(mark);
    }
}
