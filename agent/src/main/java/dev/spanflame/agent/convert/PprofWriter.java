package dev.spanflame.agent.convert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import one.jfr.JfrReader;
import one.jfr.StackTrace;
import one.proto.Proto;

/// Writes the sums of one kind as pprof (`profile.proto` of google/pprof): tables of what the samples
/// refer to, each entry once.
final class PprofWriter {
    private static final int SAMPLE_TYPE = 1;
    private static final int SAMPLE = 2;
    private static final int LOCATION = 4;
    private static final int FUNCTION = 5;
    private static final int STRING = 6;
    private static final int TIME = 9;
    private static final int DURATION = 10;
    private static final int PERIOD_TYPE = 11;
    private static final int PERIOD = 12;

    private final JfrReader reader;
    private final FrameNames names;
    private final SampleContexts contexts;
    private final Proto profile = new Proto(16 * 1024);
    private final Proto part = new Proto(512);
    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private final Map<String, Integer> functions = new LinkedHashMap<>();
    /// By function in the upper half and line in the lower.
    private final Map<Long, Integer> locations = new LinkedHashMap<>();

    private long total;

    PprofWriter(JfrReader reader, FrameNames names, SampleContexts contexts) {
        this.reader = reader;
        this.names = names;
        this.contexts = contexts;
        string("");
    }

    /// The profile of a kind; `period` is what one sample stands for.
    EncodedProfile write(ProfileKind kind, SampleTable samples, long period) throws IOException {
        for (int i = 0; i < kind.valueCount(); i++) {
            profile.field(SAMPLE_TYPE, valueType(kind.type(i), kind.unit(i)));
        }
        samples.forEach((stack, context, count, amount) -> sample(kind, stack, context, count, amount));
        int location = 0;
        for (long key : locations.keySet()) {
            profile.field(LOCATION, location(++location, key));
        }
        int function = 0;
        for (String name : functions.keySet()) {
            part.reset();
            profile.field(FUNCTION, part.field(1, ++function).field(2, string(name)));
        }
        if (!kind.periodType().isEmpty()) {
            profile.field(PERIOD_TYPE, valueType(kind.periodType(), kind.periodUnit()));
        }
        profile.field(TIME, reader.chunkStartNanos)
                .field(DURATION, reader.chunkEndNanos - reader.chunkStartNanos)
                .field(PERIOD, period);
        strings.keySet().forEach(text -> profile.field(STRING, text));
        return new EncodedProfile(kind, gzip(), total);
    }

    private Proto valueType(String type, String unit) {
        part.reset();
        return part.field(1, string(type)).field(2, string(unit));
    }

    private void sample(ProfileKind kind, int stack, int context, long count, long amount) {
        Proto sample = new Proto(256);
        StackTrace trace = reader.stackTraces.get(stack);
        long packed = sample.startField(1, 3);
        if (trace != null) {
            for (int i = 0; i < trace.methods.length; i++) {
                String name = names.name(trace.methods[i]);
                int function = functions.computeIfAbsent(name, key -> functions.size() + 1);
                long key = (long) function << 32 | trace.locations[i] >>> 16;
                sample.writeInt(locations.computeIfAbsent(key, found -> locations.size() + 1));
            }
        }
        sample.commitField(packed);
        if (kind.valueCount() == 2) {
            sample.field(2, count);
        }
        sample.field(2, amount);
        contexts.labels(context).forEach((name, value) -> {
            part.reset();
            sample.field(3, part.field(1, string(name)).field(2, string(value)));
        });
        profile.field(SAMPLE, sample);
        total += amount;
    }

    private Proto location(int id, long key) {
        Proto line = new Proto(16).field(1, (int) (key >>> 32));
        int number = (int) key;
        if (number > 0) {
            line.field(2, number);
        }
        part.reset();
        return part.field(1, id).field(4, line);
    }

    private int string(String text) {
        return strings.computeIfAbsent(text, key -> strings.size());
    }

    private byte[] gzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(profile.size() / 3 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes, 8 * 1024)) {
            out.write(profile.buffer(), 0, profile.size());
        }
        return bytes.toByteArray();
    }
}
