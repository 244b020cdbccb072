package dev.spanflame.proto.jfr;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes one chunk of a JFR recording as async-profiler lays it out, with whatever fields a test wants.
///
/// Ticks count 2 a nanosecond from tick 1,000 at [#START_NANOS].
public final class JfrWriter {
    /// Time at which ticks are [#START_TICKS].
    public static final long START_NANOS = 1_700_000_000_000_000_000L;
    /// Ticks at [#START_NANOS].
    public static final long START_TICKS = 1_000;
    /// Ticks of a second.
    public static final long TICKS_PER_SECOND = 2_000_000_000L;

    private static final int HEADER = 68;

    /// A field of a type: name, type, `c` for a key of a constant, `a` for a list, `` for neither.
    private record Field(String name, String type, String form) {}

    private final Map<String, Long> typeIds = new LinkedHashMap<>();
    private final Map<String, List<Field>> types = new LinkedHashMap<>();
    private final Map<String, ByteArrayOutputStream> pools = new LinkedHashMap<>();
    private final Map<String, Integer> poolCounts = new LinkedHashMap<>();
    private final Map<String, Long> symbols = new LinkedHashMap<>();
    private final Map<String, Long> methods = new LinkedHashMap<>();
    private final ByteArrayOutputStream events = new ByteArrayOutputStream();
    private long stacks;

    /// An empty chunk that knows the types every recording has.
    public JfrWriter() {
        for (String simple : List.of("boolean", "byte", "int", "long", "float", "double", "java.lang.String")) {
            type(simple);
        }
        type("java.lang.Class", "classLoader:long", "name:jdk.types.Symbol:c", "package:long", "modifiers:int");
        type(
                "java.lang.Thread",
                "osName:java.lang.String",
                "osThreadId:long",
                "javaName:java.lang.String",
                "javaThreadId:long");
        type("jdk.types.ThreadState", "name:java.lang.String");
        type("jdk.types.Symbol", "string:java.lang.String");
        type(
                "jdk.types.Method",
                "type:java.lang.Class:c",
                "name:jdk.types.Symbol:c",
                "descriptor:jdk.types.Symbol:c",
                "modifiers:int",
                "hidden:boolean");
        type("jdk.types.StackFrame", "method:jdk.types.Method:c", "lineNumber:int", "bytecodeIndex:int", "type:int");
        type("jdk.types.StackTrace", "truncated:boolean", "frames:jdk.types.StackFrame:a");
        type("jdk.ActiveSetting", "startTime:long", "id:long", "name:java.lang.String", "value:java.lang.String");
        constant("jdk.types.ThreadState", 1, text("STATE_RUNNABLE"));
        constant("jdk.types.ThreadState", 2, text("STATE_SLEEPING"));
        constant("java.lang.Thread", 1, text("os"), number(11), text("main"), number(1));
        constant("java.lang.Thread", 2, text("GC Thread"), number(12), new byte[] {0}, number(0));
    }

    /// Describes a type; fields are written `name:type`, then `:c` for a key of a constant or `:a` for a list.
    public JfrWriter type(String name, String... fields) {
        typeIds.put(name, 20L + typeIds.size());
        List<Field> parsed = new ArrayList<>();
        for (String field : fields) {
            String[] parts = field.split(":");
            parsed.add(new Field(parts[0], parts[1], parts.length > 2 ? parts[2] : ""));
        }
        types.put(name, parsed);
        return this;
    }

    /// Adds a constant.
    public JfrWriter constant(String type, long key, byte[]... values) {
        ByteArrayOutputStream pool = pools.computeIfAbsent(type, _ -> new ByteArrayOutputStream());
        pool.writeBytes(number(key));
        for (byte[] value : values) {
            pool.writeBytes(value);
        }
        poolCounts.merge(type, 1, Integer::sum);
        return this;
    }

    /// Adds a stack of frames `Class.method:line`, the leaf first, and returns its key.
    public long stack(String... frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.writeBytes(number(frames.length));
        for (String frame : frames) {
            String[] parts = frame.split(":");
            bytes.writeBytes(number(method(parts[0])));
            bytes.writeBytes(number(parts.length > 1 ? Long.parseLong(parts[1]) : 0));
            bytes.writeBytes(number(7));
            bytes.writeBytes(number(1));
        }
        stacks++;
        constant("jdk.types.StackTrace", stacks, bytes.toByteArray());
        return stacks;
    }

    private long method(String name) {
        Long known = methods.get(name);
        if (known != null) {
            return known;
        }
        long id = methods.size() + 1L;
        methods.put(name, id);
        int dot = name.lastIndexOf('.');
        constant("java.lang.Class", id, number(0), number(symbol(name.substring(0, dot))), number(0), number(1));
        constant(
                "jdk.types.Method",
                id,
                number(id),
                number(symbol(name.substring(dot + 1))),
                number(symbol("()V")),
                number(1),
                new byte[] {0});
        return id;
    }

    private long symbol(String text) {
        Long known = symbols.get(text);
        if (known != null) {
            return known;
        }
        long id = symbols.size() + 1L;
        symbols.put(text, id);
        constant("jdk.types.Symbol", id, text(text));
        return id;
    }

    /// Adds an event with the given fields, as [#number] and [#text] make them.
    public JfrWriter event(String type, byte[]... values) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(number(typeIds.getOrDefault(type, -1L)));
        for (byte[] value : values) {
            body.writeBytes(value);
        }
        events.writeBytes(number(body.size() + 1L));
        events.writeBytes(body.toByteArray());
        return this;
    }

    /// Adds an event whose fields are all numbers.
    public JfrWriter event(String type, long... values) {
        byte[][] bytes = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = number(values[i]);
        }
        return event(type, bytes);
    }

    /// Says by which event the profiler samples.
    public JfrWriter mode(String mode) {
        return event("jdk.ActiveSetting", number(START_TICKS), number(0), text("event"), text(mode));
    }

    /// The chunk.
    public byte[] toByteArray() {
        byte[] pool = pool();
        byte[] metadata = metadata();
        ByteBuffer chunk = ByteBuffer.allocate(HEADER + events.size() + pool.length + metadata.length);
        chunk.putInt(0x464c5200).putShort((short) 2).putShort((short) 1);
        chunk.putLong(chunk.capacity());
        chunk.putLong(HEADER + events.size());
        chunk.putLong(HEADER + events.size() + pool.length);
        chunk.putLong(START_NANOS).putLong(10_000_000_000L);
        chunk.putLong(START_TICKS).putLong(TICKS_PER_SECOND).putInt(1);
        chunk.put(events.toByteArray()).put(pool).put(metadata);
        return chunk.array();
    }

    private byte[] pool() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (long value : new long[] {1, START_TICKS, 0, 0, 1, pools.size()}) {
            body.writeBytes(number(value));
        }
        pools.forEach((type, bytes) -> {
            body.writeBytes(number(typeIds.getOrDefault(type, -1L)));
            body.writeBytes(number(poolCounts.getOrDefault(type, 0)));
            body.writeBytes(bytes.toByteArray());
        });
        return sized(body.toByteArray());
    }

    private byte[] metadata() {
        List<String> texts = new ArrayList<>();
        ByteArrayOutputStream root = new ByteArrayOutputStream();
        element(root, texts, "root", Map.of(), 1);
        element(root, texts, "metadata", Map.of(), types.size());
        types.forEach((name, fields) -> {
            element(root, texts, "class", Map.of("id", String.valueOf(typeIds.get(name)), "name", name), fields.size());
            for (Field field : fields) {
                Map<String, String> attributes = new LinkedHashMap<>();
                attributes.put("name", field.name());
                attributes.put("class", String.valueOf(typeIds.get(field.type())));
                switch (field.form()) {
                    case "c" -> attributes.put("constantPool", "true");
                    case "a" -> attributes.put("dimension", "1");
                    default -> {}
                }
                element(root, texts, "field", attributes, 0);
            }
        });
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (long value : new long[] {0, START_TICKS, 0, 1, texts.size()}) {
            body.writeBytes(number(value));
        }
        texts.forEach(text -> body.writeBytes(text(text)));
        body.writeBytes(root.toByteArray());
        return sized(body.toByteArray());
    }

    private static void element(
            ByteArrayOutputStream out, List<String> texts, String name, Map<String, String> attributes, int children) {
        out.writeBytes(number(index(texts, name)));
        out.writeBytes(number(attributes.size()));
        attributes.forEach((key, value) -> {
            out.writeBytes(number(index(texts, key)));
            out.writeBytes(number(index(texts, value)));
        });
        out.writeBytes(number(children));
    }

    private static int index(List<String> texts, String text) {
        if (!texts.contains(text)) {
            texts.add(text);
        }
        return texts.indexOf(text);
    }

    /// `body` behind its size, in four bytes as the JDK pads it.
    private static byte[] sized(byte[] body) {
        int size = body.length + 4;
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) (size | 0x80)).put((byte) (size >>> 7 | 0x80)).put((byte) (size >>> 14 | 0x80));
        out.put((byte) (size >>> 21));
        return out.put(body).array();
    }

    /// A compressed number.
    public static byte[] number(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        for (int i = 0; i < 8; i++) {
            if ((rest & ~0x7fL) == 0) {
                out.write((int) rest);
                return out.toByteArray();
            }
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    /// A text in UTF-8.
    public static byte[] text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(3);
        out.writeBytes(number(utf8.length));
        out.writeBytes(utf8);
        return out.toByteArray();
    }
}
