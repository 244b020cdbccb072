package dev.spanflame.agent.convert;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import one.jfr.JfrReader;
import one.jfr.StackTrace;
import one.proto.Proto;

/// Writes the profiles of a chunk as OTLP, a message `ExportProfilesServiceRequest` of opentelemetry-proto
/// 1.10: one dictionary for all, and a profile for each kind of value.
///
/// A profile of CPU time counts samples of a period, as receivers expect it. Others count what they say,
/// and the type of their period says what pprof has as `__name__`. Entry 0 of each table of the dictionary
/// stands for none.
final class OtlpWriter implements SampleTable.Visitor {
    private static final int MAPPINGS = 1;
    private static final int LOCATIONS = 2;
    private static final int FUNCTIONS = 3;
    private static final int LINKS = 4;
    private static final int STRINGS = 5;
    private static final int ATTRIBUTES = 6;
    private static final int STACKS = 7;
    private static final int FIRST = 16 * 1024;

    private final JfrReader reader;
    private final FrameNames names;
    private final SampleContexts contexts;
    private final Proto dictionary = new Proto(FIRST);
    private final Proto profiles = new Proto(FIRST);
    private final Proto profile = new Proto(FIRST);
    private final Proto part = new Proto(512);
    private final Proto inner = new Proto(512);
    private final Map<String, Integer> strings = new HashMap<>();
    private final LongNumbers functions = new LongNumbers();
    /// By function in the upper half and line in the lower.
    private final LongNumbers locations = new LongNumbers();
    private final LongNumbers stacks = new LongNumbers();
    /// By name and value, with a zero between.
    private final Map<String, Integer> attributes = new HashMap<>();
    /// By trace and span.
    private final Map<String, Integer> links = new HashMap<>();

    private boolean counts;
    private long divisor = 1;

    /// Begins an empty message.
    OtlpWriter(JfrReader reader, FrameNames names, SampleContexts contexts) {
        this.reader = reader;
        this.names = names;
        this.contexts = contexts;
        dictionary.field(MAPPINGS, part).field(LOCATIONS, part).field(FUNCTIONS, part);
        dictionary.field(ATTRIBUTES, part).field(STACKS, part).field(STRINGS, part);
        dictionary.field(LINKS, part.field(1, new byte[16]).field(2, new byte[8]));
        strings.put("", 0);
    }

    /// Adds the profiles of a kind; `period` is what one sample stands for.
    void add(ProfileKind kind, SampleTable samples, long period) {
        if (kind == ProfileKind.CPU) {
            divisor = Math.max(1, period);
            add("samples", "count", kind, samples, period);
            divisor = 1;
            return;
        }
        for (int i = 0; i < kind.valueCount(); i++) {
            counts = kind.valueCount() == 2 && i == 0;
            add(kind.type(i), kind.unit(i), kind, samples, period);
        }
        counts = false;
    }

    private void add(String type, String unit, ProfileKind kind, SampleTable samples, long period) {
        profile.reset();
        profile.field(1, valueType(type, unit));
        samples.forEach(this);
        String periodType = kind == ProfileKind.CPU ? "cpu" : kind.profileName();
        String periodUnit = kind.periodUnit().isEmpty() ? "count" : kind.periodUnit();
        profile.fieldFixed64(3, reader.chunkStartNanos)
                .field(4, reader.chunkEndNanos - reader.chunkStartNanos)
                .field(5, valueType(periodType, periodUnit))
                .field(6, period)
                .field(7, newId());
        profiles.field(2, profile);
    }

    /// A number of sixteen bytes for a profile: one that is sent again is known by it.
    private static byte[] newId() {
        byte[] id = new byte[16];
        ThreadLocalRandom.current().nextBytes(id);
        return id;
    }

    private Proto valueType(String type, String unit) {
        int first = string(type);
        int second = string(unit);
        part.reset();
        return part.field(1, first).field(2, second);
    }

    /// The whole message, of a service with these attributes. Scopes and their profiles are fields of one
    /// message, in whichever order.
    byte[] finish(String service, Map<String, String> labels) {
        for (int i = 0; i < functions.size(); i++) {
            part.reset();
            dictionary.field(FUNCTIONS, part.field(1, strings.size() + i));
        }
        for (int i = 0; i < functions.size(); i++) {
            dictionary.field(STRINGS, names.names().bytes((int) functions.key(i)));
        }
        Proto resource = new Proto(512).field(1, attribute("service.name", service));
        for (Map.Entry<String, String> label : labels.entrySet()) {
            resource.field(1, attribute(label.getKey(), label.getValue()));
        }
        profiles.field(1, new Proto(32).field(1, "spanflame-agent".getBytes(StandardCharsets.UTF_8)));
        Proto ofResource = new Proto(profiles.size() + 1024).field(1, resource).field(2, profiles);
        Proto message = new Proto(ofResource.size() + dictionary.size() + 16);
        message.field(1, ofResource).field(2, dictionary);
        return Arrays.copyOf(message.buffer(), message.size());
    }

    private static Proto attribute(String name, String value) {
        return new Proto(128)
                .field(1, name.getBytes(StandardCharsets.UTF_8))
                .field(2, new Proto(96).field(1, value.getBytes(StandardCharsets.UTF_8)));
    }

    /// A sum becomes a sample. Hot path.
    @Override
    public void visit(int stack, int context, long count, long amount) {
        int index = stackOf(stack);
        Map<String, String> labels = contexts.labels(context);
        int link = link(labels);
        int[] found = attributes(labels, link > 0);
        part.reset();
        part.field(1, index);
        if (found.length > 0) {
            long packed = part.startField(2, 3);
            for (int attribute : found) {
                part.writeInt(attribute);
            }
            part.commitField(packed);
        }
        if (link > 0) {
            part.field(3, link);
        }
        long packed = part.startField(4, 2);
        part.writeLong(counts ? count : amount / divisor);
        part.commitField(packed);
        profile.field(2, part);
    }

    private int stackOf(int id) {
        int known = stacks.size();
        int number = stacks.numberOf(id);
        if (number == known) {
            StackTrace trace = reader.stackTraces.get(id);
            inner.reset();
            long packed = inner.startField(1, 3);
            for (int i = 0; trace != null && i < trace.methods.length; i++) {
                inner.writeInt(location(trace.methods[i], trace.locations[i] >>> 16));
            }
            inner.commitField(packed);
            dictionary.field(STACKS, inner);
        }
        return number + 1;
    }

    private int location(long method, int line) {
        int function = functions.numberOf(names.function(method)) + 1;
        int known = locations.size();
        int number = locations.numberOf((long) function << 32 | line);
        if (number == known) {
            Proto lines = new Proto(16).field(1, function);
            if (line > 0) {
                lines.field(2, line);
            }
            part.reset();
            dictionary.field(LOCATIONS, part.field(3, lines));
        }
        return number + 1;
    }

    private int link(Map<String, String> labels) {
        String trace = labels.getOrDefault("trace_id", "");
        String span = labels.getOrDefault("span_id", "");
        if (trace.length() != 32 || span.length() != 16) {
            return 0;
        }
        Integer known = links.get(trace + span);
        if (known == null) {
            known = links.size() + 1;
            links.put(trace + span, known);
            part.reset();
            dictionary.field(LINKS, part.field(1, bytes(trace)).field(2, bytes(span)));
        }
        return known;
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }

    private int[] attributes(Map<String, String> labels, boolean linked) {
        int[] found = new int[Math.max(0, labels.size() - (linked ? 2 : 0))];
        int at = 0;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!linked || !label.getKey().equals("span_id") && !label.getKey().equals("trace_id")) {
                found[at++] = attributeNumber(label.getKey(), label.getValue());
            }
        }
        return found;
    }

    private int attributeNumber(String name, String value) {
        String key = name + '\0' + value;
        Integer known = attributes.get(key);
        if (known == null) {
            known = attributes.size() + 1;
            attributes.put(key, known);
            int number = string(name);
            part.reset();
            Proto text = new Proto(96).field(1, value.getBytes(StandardCharsets.UTF_8));
            dictionary.field(ATTRIBUTES, part.field(1, number).field(2, text));
        }
        return known;
    }

    private int string(String text) {
        Integer known = strings.get(text);
        if (known == null) {
            known = strings.size();
            strings.put(text, known);
            dictionary.field(STRINGS, text.getBytes(StandardCharsets.UTF_8));
        }
        return known;
    }
}
