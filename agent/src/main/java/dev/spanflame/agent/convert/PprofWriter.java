package dev.spanflame.agent.convert;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import one.jfr.JfrReader;
import one.jfr.StackTrace;
import one.proto.Proto;

/// Writes the sums of one kind as pprof (`profile.proto` of google/pprof): tables of what the samples
/// refer to, each entry once. One profile after the other, with the same memory. Used by one thread.
final class PprofWriter implements SampleTable.Visitor {
    private static final int SAMPLE_TYPE = 1;
    private static final int SAMPLE = 2;
    private static final int LOCATION = 4;
    private static final int FUNCTION = 5;
    private static final int STRING = 6;
    private static final int TIME = 9;
    private static final int DURATION = 10;
    private static final int PERIOD_TYPE = 11;
    private static final int PERIOD = 12;
    private static final int FIRST = 16 * 1024;
    /// A buffer larger than this is given back.
    private static final int KEPT = 1 << 20;

    private final Gzip gzip;
    private Proto profile = new Proto(FIRST);
    private final Proto part = new Proto(512);
    private final Proto inner = new Proto(64);
    private final Proto sample = new Proto(1024);
    /// Texts that are not names of functions.
    private final Map<String, Integer> strings = new HashMap<>();
    /// Numbers of [FunctionNames]; the function of number n has the id n + 1.
    private final LongNumbers functions = new LongNumbers();
    /// By function in the upper half and line in the lower.
    private final LongNumbers locations = new LongNumbers();

    private JfrReader reader;
    private FrameNames names;
    private SampleContexts contexts;
    private boolean pairs;
    private long total;

    /// Begins with a chunk.
    PprofWriter(Gzip gzip, JfrReader reader, FrameNames names, SampleContexts contexts) {
        this.gzip = gzip;
        this.reader = reader;
        this.names = names;
        this.contexts = contexts;
    }

    /// Goes on with another chunk.
    void begin(JfrReader next, FrameNames nextNames, SampleContexts nextContexts) {
        reader = next;
        names = nextNames;
        contexts = nextContexts;
    }

    /// The profile of a kind; `period` is what one sample stands for.
    EncodedProfile write(ProfileKind kind, SampleTable samples, long period) {
        clear();
        string("");
        pairs = kind.valueCount() == 2;
        for (int i = 0; i < kind.valueCount(); i++) {
            profile.field(SAMPLE_TYPE, valueType(kind.type(i), kind.unit(i)));
        }
        if (!kind.periodType().isEmpty()) {
            profile.field(PERIOD_TYPE, valueType(kind.periodType(), kind.periodUnit()));
        }
        profile.field(TIME, reader.chunkStartNanos)
                .field(DURATION, reader.chunkEndNanos - reader.chunkStartNanos)
                .field(PERIOD, period);
        samples.forEach(this);
        for (int i = 0; i < locations.size(); i++) {
            profile.field(LOCATION, location(i + 1, locations.key(i)));
        }
        int others = strings.size();
        for (int i = 0; i < functions.size(); i++) {
            part.reset();
            profile.field(FUNCTION, part.field(1, i + 1).field(2, others + i));
        }
        for (int i = 0; i < functions.size(); i++) {
            profile.field(STRING, names.names().bytes((int) functions.key(i)));
        }
        return new EncodedProfile(kind, gzip.compress(profile.buffer(), profile.size()), total);
    }

    private void clear() {
        if (profile.buffer().length > KEPT) {
            profile = new Proto(FIRST);
        }
        profile.reset();
        strings.clear();
        functions.clear();
        locations.clear();
        total = 0;
    }

    private Proto valueType(String type, String unit) {
        part.reset();
        return part.field(1, string(type)).field(2, string(unit));
    }

    /// A sum becomes a sample. Hot path.
    @Override
    public void visit(int stack, int context, long count, long amount) {
        sample.reset();
        StackTrace trace = reader.stackTraces.get(stack);
        long packed = sample.startField(1, 3);
        if (trace != null) {
            for (int i = 0; i < trace.methods.length; i++) {
                int function = functions.numberOf(names.function(trace.methods[i]));
                long key = (long) function << 32 | trace.locations[i] >>> 16;
                sample.writeInt(locations.numberOf(key) + 1);
            }
        }
        sample.commitField(packed);
        if (pairs) {
            sample.field(2, count);
        }
        sample.field(2, amount);
        for (Map.Entry<String, String> label : contexts.labels(context).entrySet()) {
            part.reset();
            sample.field(3, part.field(1, string(label.getKey())).field(2, string(label.getValue())));
        }
        profile.field(SAMPLE, sample);
        total += amount;
    }

    private Proto location(int id, long key) {
        inner.reset();
        inner.field(1, (int) (key >>> 32) + 1);
        int number = (int) key;
        if (number > 0) {
            inner.field(2, number);
        }
        part.reset();
        return part.field(1, id).field(4, inner);
    }

    /// The number of a text, which is written when it is new.
    private int string(String text) {
        Integer known = strings.get(text);
        if (known != null) {
            return known;
        }
        int number = strings.size();
        strings.put(text, number);
        profile.field(STRING, text.getBytes(StandardCharsets.UTF_8));
        return number;
    }
}
