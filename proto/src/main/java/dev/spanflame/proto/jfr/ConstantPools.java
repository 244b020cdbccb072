package dev.spanflame.proto.jfr;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What the events of a chunk refer to: stacks, methods, classes, symbols, texts, thread names and states.
///
/// Only places are noted at first; texts and stacks are read when an event asks for them. The pools of a chunk are a
/// chain of pieces, each naming how far before it the next one lies.
final class ConstantPools {
    private static final long BUDGET_FACTOR = 4;
    /// A JVM of a million methods has fewer; bounds the memory that a small recording can ask for.
    private static final int MAX_CONSTANTS = 2_000_000;

    /// Constants of one type: two numbers for each key.
    private static final class Pool {
        final LongIndex keys = new LongIndex();
        final FieldReader reader;
        long[] first = new long[16];
        long[] second = new long[16];

        Pool(Layout layout, String... fields) {
            reader = new FieldReader(layout, fields);
        }

        void read(Cursor cursor) {
            int row = keys.intern(cursor.number());
            reader.read(cursor);
            if (row >= first.length) {
                first = Arrays.copyOf(first, row * 2);
                second = Arrays.copyOf(second, row * 2);
            }
            first[row] = reader.value(0);
            second[row] = reader.value(1);
        }
    }

    private final Cursor cursor;
    private final ChunkHeader chunk;
    private final Metadata metadata;
    private final Pool stacks;
    private final Pool methods;
    private final Pool classes;
    private final Pool symbols;
    private final Pool texts;
    private final Pool states;
    private final Pool threads;
    private final FieldReader frame;
    private final Map<Long, Pool> byType = new HashMap<>();
    private final Map<Long, FieldReader> others = new HashMap<>();
    private final Map<Integer, String> constantTexts = new HashMap<>();
    private int constants;

    private ConstantPools(Cursor cursor, ChunkHeader chunk, Metadata metadata) {
        this.cursor = cursor;
        this.chunk = chunk;
        this.metadata = metadata;
        Layout stackLayout = metadata.layout("jdk.types.StackTrace");
        stacks = pool("jdk.types.StackTrace", stackLayout, "frames", "");
        methods = pool("jdk.types.Method", metadata.layout("jdk.types.Method"), "type", "name");
        classes = pool("java.lang.Class", metadata.layout("java.lang.Class"), "name", "");
        symbols = pool("jdk.types.Symbol", metadata.layout("jdk.types.Symbol"), "string", "");
        texts = pool("java.lang.String", Layout.TEXT, "string", "");
        states = pool("jdk.types.ThreadState", metadata.layout("jdk.types.ThreadState"), "name", "");
        threads = pool("java.lang.Thread", metadata.layout("java.lang.Thread"), "javaName", "osName");
        frame = new FieldReader(stackLayout.element("frames"), "method", "lineNumber");
    }

    private Pool pool(String type, Layout layout, String first, String second) {
        Pool pool = new Pool(layout, first, second);
        long id = metadata.id(type);
        if (id >= 0) {
            byType.put(id, pool);
        }
        return pool;
    }

    /// Pools without constants.
    static final ConstantPools NONE =
            new ConstantPools(new Cursor(new byte[0]), new ChunkHeader(0, 0, 0, 0, 0, 0, 1), Metadata.EMPTY);

    /// Reads the pools of a chunk.
    static ConstantPools read(Cursor cursor, ChunkHeader chunk, Metadata metadata) {
        ConstantPools pools = new ConstantPools(cursor, chunk, metadata);
        long budget = BUDGET_FACTOR * (chunk.end() - chunk.start());
        long at = chunk.pools();
        while (true) {
            if (at < chunk.start() + ChunkHeader.SIZE || at >= chunk.end()) {
                throw MalformedRecording.because("constants at byte " + at + ", outside of their chunk");
            }
            cursor.moveTo(at, chunk.end());
            long size = cursor.number();
            if (size < 1 || size > chunk.end() - at) {
                throw MalformedRecording.because("constants of " + size + " bytes at byte " + at);
            }
            budget -= size;
            if (budget < 0) {
                throw MalformedRecording.because("constants that lead round in a ring");
            }
            cursor.moveTo(cursor.position(), at + size);
            long delta = pools.readPiece();
            if (delta == 0) {
                return pools;
            }
            at = saturatedSum(at, delta);
        }
    }

    private static long saturatedSum(long at, long delta) {
        return Math.abs(delta) > Integer.MAX_VALUE ? -1 : at + delta;
    }

    private long readPiece() {
        cursor.number();
        cursor.number();
        cursor.number();
        long delta = cursor.number();
        cursor.number();
        for (int pool = cursor.count(); pool > 0; pool--) {
            long type = cursor.number();
            int count = cursor.count();
            constants += count;
            if (constants > MAX_CONSTANTS) {
                throw MalformedRecording.because("more than " + MAX_CONSTANTS + " constants in one chunk");
            }
            Pool known = byType.get(type);
            if (known == null) {
                skip(type, count);
            } else {
                for (int i = 0; i < count; i++) {
                    known.read(cursor);
                }
            }
        }
        return delta;
    }

    private void skip(long type, int count) {
        FieldReader reader =
                others.computeIfAbsent(type, id -> new FieldReader(Layout.of(metadata, metadata.type(id))));
        for (int i = 0; i < count; i++) {
            cursor.number();
            reader.read(cursor);
        }
    }

    /// Moves `frames` to the first frame of a stack and returns their number, -1 where the stack is not there. Each
    /// frame is then read by [#readFrame].
    int openStack(long stack) {
        int row = stacks.keys.find(stack);
        if (row < 0) {
            return -1;
        }
        cursor.moveTo(stacks.first[row], chunk.end());
        return frame.isEmpty() ? 0 : cursor.count();
    }

    /// Reads the next frame of the stack opened last; 0 of the reader's fields is the method, 1 the line.
    FieldReader readFrame() {
        frame.read(cursor);
        return frame;
    }

    /// Row of a method, from 0 to [#methodCount], or -1.
    int method(long method) {
        return methods.keys.find(method);
    }

    int symbolCount() {
        return symbols.keys.size();
    }

    int methodCount() {
        return methods.keys.size();
    }

    /// Name of the class of a method, -1 as a row of [#symbol] where it is not there.
    int classSymbol(int methodRow) {
        int row = classes.keys.find(methods.first[methodRow]);
        return row < 0 ? -1 : symbols.keys.find(classes.first[row]);
    }

    /// Whether the class of a method is there.
    boolean hasClass(int methodRow) {
        return classes.keys.find(methods.first[methodRow]) >= 0;
    }

    /// Row of the name of a method, or -1.
    int nameSymbol(int methodRow) {
        return symbols.keys.find(methods.second[methodRow]);
    }

    /// Text of a symbol; empty for -1.
    String symbol(int row) {
        return row < 0 ? "" : textAt(symbols.first[row]);
    }

    /// Name of a thread's state, such as `STATE_RUNNABLE`; empty where unknown.
    String state(long state) {
        int row = states.keys.find(state);
        return row < 0 ? "" : textAt(states.first[row]);
    }

    /// Name of a thread, that of the operating system where Java has none; empty where unknown.
    String thread(long thread) {
        int row = threads.keys.find(thread);
        if (row < 0) {
            return "";
        }
        String name = textAt(threads.first[row]);
        return name.isEmpty() ? textAt(threads.second[row]) : name;
    }

    /// Text that begins at a position; empty for 0.
    String textAt(long position) {
        if (position == 0) {
            return "";
        }
        cursor.moveTo(position, chunk.end());
        return cursor.text(this::constantText);
    }

    /// Text of the pool; a text there that names a text of the pool again is read as empty.
    String constantText(long key) {
        int row = texts.keys.find(key);
        if (row < 0) {
            return "";
        }
        return constantTexts.computeIfAbsent(row, found -> {
            cursor.moveTo(texts.first[found], chunk.end());
            return cursor.text(Cursor.Constants.NONE);
        });
    }
}
