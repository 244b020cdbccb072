package dev.spanflame.agent.jvm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/// A profile as a server reads it out of a push request.
public final class Pprof {
    private final Map<String, String> labels;
    private final List<String> types = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private long period;

    /// One sample.
    public static final class Sample {
        final List<String> frames = new ArrayList<>();
        final List<Long> values = new ArrayList<>();
        final Map<String, String> labels = new LinkedHashMap<>();

        /// Names of functions, the innermost first.
        public List<String> frames() {
            return frames;
        }

        /// The last value.
        public long value() {
            return values.get(values.size() - 1);
        }

        /// A label, empty where it is not set.
        public String label(String name) {
            return labels.getOrDefault(name, "");
        }

        /// Whether a function of this simple name, as `Busy.burn`, is in the stack.
        public boolean has(String function) {
            return frames.stream().anyMatch(frame -> frame.equals(function) || frame.endsWith("/" + function));
        }
    }

    private Pprof(Map<String, String> labels) {
        this.labels = labels;
    }

    /// A profile as it lies in a request: compressed.
    public static Pprof of(byte[] compressed) {
        Pprof profile = new Pprof(Map.of());
        profile.read(unzipped(compressed));
        return profile;
    }

    /// The profiles of a request.
    public static List<Pprof> ofRequest(byte[] request) {
        List<Pprof> found = new ArrayList<>();
        for (Field series : fields(request)) {
            Map<String, String> labels = new LinkedHashMap<>();
            List<byte[]> raw = new ArrayList<>();
            for (Field field : fields(series.bytes)) {
                List<Field> inside = fields(field.bytes);
                if (field.number == 1) {
                    labels.put(
                            inside.get(0).text(),
                            inside.size() > 1 ? inside.get(1).text() : "");
                } else {
                    raw.add(inside.get(0).bytes);
                }
            }
            for (byte[] bytes : raw) {
                Pprof profile = new Pprof(labels);
                profile.read(unzipped(bytes));
                found.add(profile);
            }
        }
        return found;
    }

    private static byte[] unzipped(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(byte[] bytes) {
        List<Field> all = fields(bytes);
        List<String> strings = new ArrayList<>();
        all.stream().filter(field -> field.number == 6).forEach(field -> strings.add(field.text()));
        Map<Long, String> functions = new HashMap<>();
        all.stream()
                .filter(field -> field.number == 5)
                .forEach(field -> functions.put(part(field, 1).number(), strings.get((int)
                        part(field, 2).number())));
        Map<Long, String> locations = new HashMap<>();
        all.stream().filter(field -> field.number == 4).forEach(field -> {
            long function = part(part(field, 4), 1).number();
            locations.put(part(field, 1).number(), functions.getOrDefault(function, "no function"));
        });
        for (Field field : all) {
            if (field.number == 1) {
                types.add(strings.get((int) part(field, 1).number()));
            } else if (field.number == 12) {
                period = field.number();
            } else if (field.number == 2) {
                samples.add(sample(field, strings, locations));
            }
        }
    }

    private static Sample sample(Field field, List<String> strings, Map<Long, String> locations) {
        Sample sample = new Sample();
        for (Field part : fields(field.bytes)) {
            if (part.number == 1) {
                new Reader(part.bytes)
                        .all()
                        .forEach(id -> sample.frames.add(locations.getOrDefault(id, "no location")));
            } else if (part.number == 2) {
                sample.values.add(part.number());
            } else {
                sample.labels.put(strings.get((int) part(part, 1).number()), strings.get((int)
                        part(part, 2).number()));
            }
        }
        return sample;
    }

    /// A label of the series.
    public String label(String name) {
        return labels.getOrDefault(name, "");
    }

    /// Names of the values of a sample.
    public List<String> types() {
        return types;
    }

    /// What one sample stands for.
    public long period() {
        return period;
    }

    /// All samples.
    public List<Sample> samples() {
        return samples;
    }

    /// Sum of the last value.
    public long total() {
        return samples.stream().mapToLong(Sample::value).sum();
    }

    /// Sums of the last value by function, over functions for which `wanted` holds, in profiles of this
    /// type.
    public static Map<String, Long> widths(List<Pprof> profiles, String type, Predicate<String> wanted) {
        Map<String, Long> widths = new HashMap<>();
        for (Pprof profile : profiles) {
            if (profile.types.contains(type)) {
                for (Sample sample : profile.samples) {
                    Set<String> distinct = new LinkedHashSet<>(sample.frames);
                    distinct.stream().filter(wanted).forEach(name -> widths.merge(name, sample.value(), Long::sum));
                }
            }
        }
        return widths;
    }

    /// The last field of this number in a message.
    private static Field part(Field message, int number) {
        List<Field> found = fields(message.bytes);
        found.removeIf(field -> field.number != number);
        return found.get(found.size() - 1);
    }

    private static List<Field> fields(byte[] bytes) {
        Reader reader = new Reader(bytes);
        List<Field> fields = new ArrayList<>();
        while (reader.at < bytes.length) {
            fields.add(reader.field());
        }
        return fields;
    }

    private static final class Field {
        final int number;
        final long value;
        final byte[] bytes;

        Field(int number, long value, byte[] bytes) {
            this.number = number;
            this.value = value;
            this.bytes = bytes;
        }

        long number() {
            return value;
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// Protobuf's wire format: numbers and pieces of bytes.
    private static final class Reader {
        final byte[] bytes;
        int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        Field field() {
            long key = number();
            int number = (int) (key >>> 3);
            if ((key & 7) == 0) {
                return new Field(number, number(), new byte[0]);
            }
            if ((key & 7) != 2) {
                throw new IllegalStateException("wire type " + (key & 7));
            }
            int length = (int) number();
            byte[] piece = new byte[length];
            System.arraycopy(bytes, at, piece, 0, length);
            at += length;
            return new Field(number, 0, piece);
        }

        long number() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        List<Long> all() {
            List<Long> numbers = new ArrayList<>();
            while (at < bytes.length) {
                numbers.add(number());
            }
            return numbers;
        }
    }
}
