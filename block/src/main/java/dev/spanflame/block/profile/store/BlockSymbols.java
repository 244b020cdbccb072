package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues.Texts;
import dev.spanflame.block.profile.code.FrameText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Everything a block knows of its frames, as its tables have it: texts are made when they are asked for. Immutable.
final class BlockSymbols {
    private final List<Functions> parts = new ArrayList<>();
    private final List<Mapping> mappings = new ArrayList<>();
    private int[] functions = {};
    private int[] lines = {};

    /// A part of the table of functions, those before `end`.
    private record Functions(int first, int end, List<ColumnData> columns) {
        String text(int column, int function) {
            Texts texts = (Texts) columns.get(column).values();
            return texts.entries().text(texts.ids()[function - first]);
        }

        long number(int column, int function) {
            return TableScan.numberAt(columns.get(column), function - first);
        }

        boolean has(int column, int function) {
            return columns.get(column).presence().has(function - first);
        }
    }

    private record Mapping(String file, String build) {}

    private BlockSymbols() {}

    /// Reads the tables of functions, frames and mappings.
    static BlockSymbols read(BlockSource source, BlockIndex index) throws IOException {
        BlockSymbols symbols = new BlockSymbols();
        symbols.readMappings(source, index);
        symbols.readFunctions(source, source.table(index, ProfileTables.FUNCTIONS));
        symbols.readFrames(source, source.table(index, ProfileTables.FRAMES));
        return symbols;
    }

    private void readMappings(BlockSource source, BlockIndex index) throws IOException {
        if (!index.tables().containsKey(ProfileTables.MAPPINGS)) {
            return;
        }
        TableScan table = source.table(index, ProfileTables.MAPPINGS);
        table.read(0, table.rows(), ProfileTables.MAPPING_COLUMNS, (_, columns) -> {
            Texts files = (Texts) columns.getFirst().values();
            Texts builds = (Texts) columns.get(1).values();
            for (int i = 0; i < files.count(); i++) {
                mappings.add(new Mapping(
                        files.entries().text(files.ids()[i]), builds.entries().text(builds.ids()[i])));
            }
        });
    }

    private void readFunctions(BlockSource source, TableScan table) throws IOException {
        table.read(0, table.rows(), ProfileTables.FUNCTION_COLUMNS, (first, columns) -> {
            Functions part =
                    new Functions((int) first, (int) first + columns.getFirst().rows(), columns);
            for (int function = part.first(); function < part.end(); function++) {
                if (part.has(4, function)) {
                    long mapping = part.number(4, function);
                    if (mapping < 0 || mapping >= mappings.size()) {
                        throw source.corrupt("a function names mapping " + mapping + " of " + mappings.size());
                    }
                }
            }
            parts.add(part);
        });
    }

    private void readFrames(BlockSource source, TableScan table) throws IOException {
        functions = new int[(int) table.rows()];
        lines = new int[functions.length];
        int count = parts.isEmpty() ? 0 : parts.getLast().end();
        table.read(0, functions.length, ProfileTables.FRAME_COLUMNS, (first, columns) -> {
            int[] named = TableScan.ints(columns.getFirst());
            for (int function : named) {
                if (function < 0 || function >= count) {
                    throw source.corrupt("a frame names function " + function + " of " + count);
                }
            }
            System.arraycopy(named, 0, functions, (int) first, named.length);
            System.arraycopy(TableScan.ints(columns.get(1)), 0, lines, (int) first, named.length);
        });
    }

    /// Number of frames.
    int frameCount() {
        return functions.length;
    }

    /// Everything known of a frame.
    FrameText text(int frame) {
        int function = functions[frame];
        Functions part = part(function);
        Mapping mapping = part.has(4, function) ? mappings.get((int) part.number(4, function)) : new Mapping("", "");
        return new FrameText(
                part.text(0, function),
                part.text(1, function),
                part.text(2, function),
                part.number(3, function),
                lines[frame],
                mapping.file(),
                mapping.build(),
                part.number(5, function));
    }

    private Functions part(int function) {
        int number = 0;
        while (function >= parts.get(number).end()) {
            number++;
        }
        return parts.get(number);
    }

    /// Heap taken.
    long memoryBytes() {
        long bytes = 8L * functions.length;
        for (Functions part : parts) {
            for (ColumnData column : part.columns()) {
                bytes += column.values().memoryBytes();
            }
        }
        return bytes;
    }
}
