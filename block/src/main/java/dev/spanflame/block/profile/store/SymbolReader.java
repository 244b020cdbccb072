package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.profile.live.FrameStore;
import java.io.IOException;

/// Adds the frames of a block to a [FrameStore]. Used once.
final class SymbolReader {
    private final BlockSource source;
    private final BlockIndex index;

    SymbolReader(BlockSource source, BlockIndex index) {
        this.source = source;
        this.index = index;
    }

    /// The number in `frames` of each frame of the block.
    int[] addTo(FrameStore frames) throws IOException {
        int[] functions = functions(frames);
        TableScan table = source.table(index, ProfileTables.FRAMES);
        int[] numbers = new int[(int) table.rows()];
        table.read(0, numbers.length, ProfileTables.FRAME_COLUMNS, (first, columns) -> {
            int[] ids = TableScan.ints(columns.getFirst());
            int[] lines = TableScan.ints(columns.get(1));
            for (int i = 0; i < ids.length; i++) {
                if (ids[i] < 0 || ids[i] >= functions.length) {
                    throw source.corrupt("a frame names function " + ids[i] + " of " + functions.length);
                }
                numbers[(int) first + i] = frames.frame(functions[ids[i]], lines[i]);
            }
        });
        return numbers;
    }

    private int[] functions(FrameStore frames) throws IOException {
        int[] mappings = mappings(frames);
        TableScan table = source.table(index, ProfileTables.FUNCTIONS);
        int[] functions = new int[(int) table.rows()];
        table.read(0, functions.length, ProfileTables.FUNCTION_COLUMNS, (first, columns) -> {
            int[] names = texts(columns.getFirst(), frames);
            int[] systemNames = texts(columns.get(1), frames);
            int[] fileNames = texts(columns.get(2), frames);
            long[] startLines = TableScan.numbers(columns.get(3));
            long[] mappingIds = TableScan.numbers(columns.get(4));
            long[] addresses = TableScan.numbers(columns.get(5));
            for (int i = 0; i < names.length; i++) {
                functions[(int) first + i] = frames.function(new FrameStore.Function(
                        names[i],
                        systemNames[i],
                        fileNames[i],
                        startLines[i],
                        columns.get(4).presence().has(i) ? mapping(mappings, mappingIds[i]) : -1,
                        addresses.length == 0 ? 0 : addresses[i]));
            }
        });
        return functions;
    }

    private int mapping(int[] mappings, long id) {
        if (id < 0 || id >= mappings.length) {
            throw source.corrupt("a function names mapping " + id + " of " + mappings.length);
        }
        return mappings[(int) id];
    }

    private int[] mappings(FrameStore frames) throws IOException {
        if (!index.tables().containsKey(ProfileTables.MAPPINGS)) {
            return new int[0];
        }
        TableScan table = source.table(index, ProfileTables.MAPPINGS);
        int[] mappings = new int[(int) table.rows()];
        table.read(0, mappings.length, ProfileTables.MAPPING_COLUMNS, (first, columns) -> {
            int[] files = texts(columns.getFirst(), frames);
            int[] builds = texts(columns.get(1), frames);
            for (int i = 0; i < files.length; i++) {
                mappings[(int) first + i] = frames.mapping(files[i], builds[i]);
            }
        });
        return mappings;
    }

    /// Numbers in `frames` of the texts of a column that has one in every row.
    private static int[] texts(ColumnData column, FrameStore frames) {
        ColumnValues.Texts texts = (ColumnValues.Texts) column.values();
        int[] known = new int[texts.entries().size()];
        int[] numbers = new int[texts.count()];
        for (int i = 0; i < numbers.length; i++) {
            int id = texts.ids()[i];
            if (known[id] == 0) {
                known[id] = 1
                        + frames.text(
                                texts.entries().bytes(),
                                texts.entries().offset(id),
                                texts.entries().length(id));
            }
            numbers[i] = known[id] - 1;
        }
        return numbers;
    }
}
