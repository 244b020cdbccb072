package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PageLayout;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Tables of all types, shapes and sizes, the same ones for the same seed.
final class RandomTables {
    private static final String[] NAMES = {
        "id",
        "ID",
        "SPAN.http.Method",
        "span.http.method",
        "a.b.c",
        "\"quoted\"",
        "with space",
        "naïve",
        "键",
        "😀",
        "Ünïcödé",
        "tab\there",
        "select",
        "x'y",
        "back\\slash",
        "new\nline",
        "100%",
        "`tick`",
        "a",
        "."
    };
    private static final long[] EDGES = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 255, 256, -128, 1L << 32, -(1L << 31)
    };
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.5,
        -1.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE
    };

    private final Random random;
    private final boolean hasHugeValues;

    private RandomTables(long seed, boolean hasHugeValues) {
        this.random = new Random(seed * 0x9e37_79b9_7f4a_7c15L);
        this.hasHugeValues = hasHugeValues;
    }

    /// The table of a seed; `hasHugeValues`: some texts have 1 MiB.
    static TestTable table(long seed, boolean hasHugeValues) {
        return new RandomTables(seed, hasHugeValues).table("table-" + seed);
    }

    private TestTable table(String name) {
        List<ColumnSpec> specs = new ArrayList<>();
        int columns = 1 + random.nextInt(12);
        for (int i = 0; i < columns; i++) {
            specs.add(spec(i));
        }
        int groupCount = random.nextInt(6);
        List<List<ColumnData>> groups = new ArrayList<>();
        for (int i = 0; i < groupCount; i++) {
            int rows = rows();
            groups.add(specs.stream().map(spec -> column(spec, rows)).toList());
        }
        PageLayout layout = random.nextInt(3) == 0
                ? PageLayout.DEFAULT
                : new PageLayout(1 + random.nextInt(400), 1 + random.nextInt(1 << 16));
        WriteOptions options = WriteOptions.DEFAULT
                .withLayout(layout)
                .withByteStreamSplit(random.nextInt(4) > 0)
                .withZstdLevel(1 + random.nextInt(3));
        WriteOptions apart = random.nextBoolean() ? options.withStreamsApart() : options;
        WriteOptions chosen = random.nextBoolean() ? apart.withPatience() : apart;
        return new TestTable(name, new TableSchema(specs), groups, chosen, random.nextInt(5) == 0);
    }

    private int rows() {
        return switch (random.nextInt(6)) {
            case 0 -> 1;
            case 1 -> 2 + random.nextInt(20);
            case 2 -> 8192 + random.nextInt(3) * 64;
            default -> 1 + random.nextInt(1500);
        };
    }

    private ColumnSpec spec(int position) {
        String name = NAMES[random.nextInt(NAMES.length)] + position;
        PhysicalType type = PhysicalType.values()[random.nextInt(PhysicalType.values().length)];
        LogicalType logical = LogicalType.values()[random.nextInt(LogicalType.values().length)];
        if (type == PhysicalType.BYTE_ARRAY && random.nextInt(3) > 0) {
            logical = LogicalType.STRING;
        }
        return new ColumnSpec(name, type, logical.suits(type) ? logical : LogicalType.NONE, random.nextInt(4) > 0);
    }

    private ColumnData column(ColumnSpec spec, int rows) {
        Presence presence = spec.optional() ? presence(rows) : Presence.all(rows);
        int count = presence.count();
        ColumnValues values = switch (spec.type()) {
            case BYTE_ARRAY -> texts(spec.logical() == LogicalType.STRING, count);
            case FIXED_16 -> new ColumnValues.Wides(numbers(spec, count), numbers(spec, count), count);
            case BOOLEAN, INT32, INT64, DOUBLE, FIXED_8 -> new ColumnValues.Longs(numbers(spec, count), count);
        };
        return new ColumnData(presence, values);
    }

    private Presence presence(int rows) {
        int percent = new int[] {0, 100, 1, 50, 99, random.nextInt(101)}[random.nextInt(6)];
        boolean inRuns = random.nextBoolean();
        long[] words = new long[Presence.words(rows)];
        boolean present = random.nextInt(100) < percent;
        for (int row = 0; row < rows; row++) {
            if (!inRuns || random.nextInt(100) == 0) {
                present = random.nextInt(100) < percent;
            }
            if (present) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return Presence.of(rows, words);
    }

    private long[] numbers(ColumnSpec spec, int count) {
        int mode = random.nextInt(7);
        int range = 1 + random.nextInt(1 << random.nextInt(14));
        long base = random.nextLong() >> random.nextInt(64);
        long[] values = new long[count];
        long last = base;
        for (int i = 0; i < count; i++) {
            last = switch (mode) {
                case 0 -> base;
                case 1 -> random.nextInt(range);
                case 2 -> random.nextLong();
                case 3 -> last + random.nextInt(range);
                case 4 -> EDGES[random.nextInt(EDGES.length)];
                case 5 -> random.nextInt(60) == 0 ? random.nextLong() : last;
                default -> base + random.nextInt(range) * 1_000_003L;
            };
            values[i] = last;
        }
        // Spare room, as columns that were built by growing have.
        return fit(spec, random.nextBoolean() ? values : Arrays.copyOf(values, count + 9), count);
    }

    private long[] fit(ColumnSpec spec, long[] values, int count) {
        boolean hasEdges = random.nextInt(3) == 0;
        for (int i = 0; i < count; i++) {
            values[i] = switch (spec.type()) {
                case BOOLEAN -> values[i] & 1;
                case INT32 -> spec.isUnsigned() ? values[i] & 0xffff_ffffL : (int) values[i];
                case DOUBLE ->
                    Double.doubleToLongBits(
                            hasEdges ? DOUBLES[random.nextInt(DOUBLES.length)] : (double) values[i] / 7);
                // The outermost timestamps are what DuckDB keeps for infinity.
                case INT64 -> spec.logical() == LogicalType.TIMESTAMP_NANOS ? values[i] / 2 : values[i];
                case FIXED_8, FIXED_16, BYTE_ARRAY -> values[i];
            };
        }
        return values;
    }

    private ColumnValues texts(boolean utf8, int count) {
        int mode = random.nextInt(5);
        int distinct = mode == 0 ? 1 : mode == 1 ? Math.max(1, count) : 1 + random.nextInt(1 << random.nextInt(10));
        String prefix = mode == 4 ? "é".repeat(random.nextInt(40)) : "";
        ByteInterner interner = new ByteInterner();
        String[] repeating = new String[distinct];
        int[] number = new int[distinct];
        for (int i = 0; i < distinct; i++) {
            byte[] text = utf8 ? text(prefix).getBytes(StandardCharsets.UTF_8) : bytes();
            number[i] = interner.intern(text, 0, text.length);
            repeating[i] = new String(text, StandardCharsets.UTF_8);
        }
        boolean interned = !utf8 || random.nextBoolean();
        ByteStrings entries = interned ? interner.strings() : ByteStrings.of(repeating);
        int[] ids = new int[count];
        int last = 0;
        for (int i = 0; i < count; i++) {
            last = mode == 1 ? i : mode == 3 && random.nextInt(50) > 0 ? last : random.nextInt(distinct);
            ids[i] = interned ? number[last] : last;
        }
        return new ColumnValues.Texts(ids, count, entries);
    }

    private String text(String prefix) {
        if (hasHugeValues && random.nextInt(40) == 0) {
            return "%08x".formatted(random.nextInt()).repeat(1 << 17);
        }
        String alphabet = "abcXYZ 0123äß键😀/%\0\uffff\u007f\ud7ff";
        int length = random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(12);
        StringBuilder text = new StringBuilder(prefix);
        for (int i = 0; i < length; i++) {
            int at = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
            text.appendCodePoint(alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)));
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(3) == 0 ? random.nextInt(150) : random.nextInt(10)];
        random.nextBytes(bytes);
        if (random.nextInt(3) == 0) {
            Arrays.fill(bytes, (byte) -1);
        }
        return bytes;
    }
}
