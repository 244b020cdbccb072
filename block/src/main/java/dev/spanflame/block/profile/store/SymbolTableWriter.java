package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.IndexSort;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.WriteOptions;
import dev.spanflame.block.profile.live.SegmentView.Symbols;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Numbers frames and mappings by their first use, functions by their names, and writes their tables. Not
/// thread-safe.
final class SymbolTableWriter {
    private static final int GROUP = 1 << 16;
    /// Names are a large part of a small block, and are written once.
    private static final int TEXT_LEVEL = 6;
    private static final int NAME = 0;
    private static final int SYSTEM_NAME = 1;
    private static final int FILE_NAME = 2;
    private static final int START_LINE = 3;
    private static final int MAPPING = 4;
    private static final int ADDRESS = 5;

    private final Symbols symbols;
    private final int[] frameNumbers;
    private int[] usedFrames = new int[256];
    private int frameCount;
    private final int[] numbers;
    private int[] used = new int[256];
    private int count;
    private final int[] mappingNumbers;
    private int[] usedMappings = new int[16];
    private int mappingCount;

    SymbolTableWriter(Symbols symbols) {
        this.symbols = symbols;
        this.frameNumbers = unknown(symbols.frameCount());
        this.numbers = unknown(symbols.functionCount());
        this.mappingNumbers = unknown(symbols.mappingCount());
    }

    private static int[] unknown(int size) {
        int[] numbers = new int[size];
        Arrays.fill(numbers, -1);
        return numbers;
    }

    /// Number in the block of a frame. Hot path.
    int frame(int frame) {
        int number = frameNumbers[frame];
        return number >= 0 ? number : addFrame(frame);
    }

    private int addFrame(int frame) {
        if (frameCount == usedFrames.length) {
            usedFrames = Arrays.copyOf(usedFrames, frameCount * 2);
        }
        usedFrames[frameCount] = frame;
        frameNumbers[frame] = frameCount;
        int function = symbols.function(frame);
        if (numbers[function] < 0) {
            addFunction(function);
        }
        return frameCount++;
    }

    private void addFunction(int function) {
        if (count == used.length) {
            used = Arrays.copyOf(used, count * 2);
        }
        used[count] = function;
        numbers[function] = count;
        int mapping = (int) cell(function, MAPPING);
        if (mapping >= 0 && mappingNumbers[mapping] < 0) {
            if (mappingCount == usedMappings.length) {
                usedMappings = Arrays.copyOf(usedMappings, mappingCount * 2);
            }
            usedMappings[mappingCount] = mapping;
            mappingNumbers[mapping] = mappingCount++;
        }
        count++;
    }

    private long cell(int function, int cell) {
        return symbols.functions()[function * Symbols.FUNCTION_CELLS + cell];
    }

    /// Writes the tables.
    void finish(BlockStaging staging) throws IOException {
        sortFunctions();
        WriteOptions apart = WriteOptions.DEFAULT.withStreamsApart();
        try (TableFile frames = staging.table(ProfileTables.FRAMES, ProfileTables.FRAMES_SCHEMA, apart)) {
            for (int from = 0; from < frameCount; from += GROUP) {
                frames.add(frameColumns(from, Math.min(frameCount, from + GROUP)));
            }
            staging.add(frames);
        }
        WriteOptions texts = WriteOptions.DEFAULT.withZstdLevel(TEXT_LEVEL);
        try (TableFile functions = staging.table(ProfileTables.FUNCTIONS, ProfileTables.FUNCTIONS_SCHEMA, texts)) {
            for (int from = 0; from < count; from += GROUP) {
                functions.add(functionColumns(from, Math.min(count, from + GROUP)));
            }
            staging.add(functions);
        }
        try (TableFile mappings =
                staging.table(ProfileTables.MAPPINGS, ProfileTables.MAPPINGS_SCHEMA, WriteOptions.DEFAULT)) {
            if (mappingCount > 0) {
                mappings.add(mappingColumns());
            }
            staging.add(mappings);
        }
    }

    /// Names that begin alike compress well beside each other.
    private void sortFunctions() {
        ByteStrings texts = symbols.texts();
        IndexSort.sort(
                used, count, new int[count], (a, b) -> texts.compare((int) cell(a, NAME), texts, (int) cell(b, NAME)));
        for (int i = 0; i < count; i++) {
            numbers[used[i]] = i;
        }
    }

    private List<ColumnData> frameColumns(int from, int to) {
        int rows = to - from;
        long[] ids = new long[rows];
        long[] functions = new long[rows];
        long[] lines = new long[rows];
        for (int row = 0; row < rows; row++) {
            int frame = usedFrames[from + row];
            ids[row] = from + row;
            functions[row] = numbers[symbols.function(frame)];
            lines[row] = symbols.line(frame);
        }
        return List.of(TableFile.column(ids, rows), TableFile.column(functions, rows), TableFile.column(lines, rows));
    }

    private List<ColumnData> functionColumns(int from, int to) {
        int rows = to - from;
        long[] ids = new long[rows];
        long[] startLines = new long[rows];
        long[] mappings = new long[rows];
        long[] addresses = new long[rows];
        boolean[] hasMapping = new boolean[rows];
        boolean[] hasAddress = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            int function = used[from + row];
            ids[row] = from + row;
            startLines[row] = cell(function, START_LINE);
            int mapping = (int) cell(function, MAPPING);
            hasMapping[row] = mapping >= 0;
            mappings[row] = mapping >= 0 ? mappingNumbers[mapping] : 0;
            addresses[row] = cell(function, ADDRESS);
            hasAddress[row] = addresses[row] != 0;
        }
        return List.of(
                TableFile.column(ids, rows),
                functionTexts(from, to, NAME),
                functionTexts(from, to, SYSTEM_NAME),
                functionTexts(from, to, FILE_NAME),
                TableFile.column(startLines, rows),
                sparse(mappings, hasMapping),
                sparse(addresses, hasAddress));
    }

    private ColumnData functionTexts(int from, int to, int cell) {
        TextColumn column = new TextColumn(to - from);
        for (int i = from; i < to; i++) {
            column.add(symbols, (int) cell(used[i], cell));
        }
        return column.toColumn();
    }

    private List<ColumnData> mappingColumns() {
        long[] ids = new long[mappingCount];
        TextColumn files = new TextColumn(mappingCount);
        TextColumn builds = new TextColumn(mappingCount);
        for (int i = 0; i < mappingCount; i++) {
            ids[i] = i;
            files.add(symbols, (int) symbols.mappings()[usedMappings[i] * 2]);
            builds.add(symbols, (int) symbols.mappings()[usedMappings[i] * 2 + 1]);
        }
        return List.of(TableFile.column(ids, mappingCount), files.toColumn(), builds.toColumn());
    }

    private static ColumnData sparse(long[] values, boolean[] present) {
        long[] words = new long[Presence.words(values.length)];
        long[] packed = new long[values.length];
        int kept = 0;
        for (int i = 0; i < values.length; i++) {
            if (present[i]) {
                words[i >>> 6] |= 1L << i;
                packed[kept++] = values[i];
            }
        }
        return new ColumnData(Presence.of(values.length, words), new ColumnValues.Longs(packed, kept));
    }

    /// Texts of some rows, with a dictionary of just these.
    private static final class TextColumn {
        private final ByteInterner entries = new ByteInterner();
        private final int[] ids;
        private int size;

        TextColumn(int rows) {
            ids = new int[rows];
        }

        void add(Symbols symbols, int text) {
            ids[size++] = entries.intern(
                    symbols.texts().bytes(),
                    symbols.texts().offset(text),
                    symbols.texts().length(text));
        }

        ColumnData toColumn() {
            return ColumnData.full(new ColumnValues.Texts(ids, size, entries.strings()));
        }
    }
}
