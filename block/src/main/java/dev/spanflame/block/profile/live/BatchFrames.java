package dev.spanflame.block.profile.live;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.profile.ProfileSymbols.LineColumn;
import dev.spanflame.model.profile.ProfileSymbols.LocationColumn;
import dev.spanflame.model.profile.ProfileSymbols.MappingColumn;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.StackTable;
import dev.spanflame.model.trace.TextRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Translates the stacks of one batch into numbers of a segment; each function, location and stack once.
///
/// Everything is looked up in the order of the batch's tables and by the block: first all hashes, then all places in
/// the table, then one after the other. So the processor waits for memory once for many and not once for each.
final class BatchFrames {
    private static final int UNKNOWN = -1;
    private static final int TEXT_CACHE = 512;
    /// Stacks, texts or frames that are looked up together.
    private static final int BLOCK = 256;

    private final FrameStore frames;
    private final StackStore stacks;
    private final ProfileSymbols symbols;
    private final StackTable table;
    private final int[] nameIds;
    private final int[] functionIds;
    private final int[] mappingIds;
    /// Frame of a location; where it has several or none, the complement of where they begin in `inlined`.
    private final int[] locationFrames;
    private final int[] stackIds;
    private final long[] cachedRefs = new long[TEXT_CACHE];
    private final int[] cachedTexts = new int[TEXT_CACHE];
    /// For each location of several lines their number, then their frames.
    private final IntList inlined = new IntList();
    private final int[] rows = new int[BLOCK];
    private final int[] ends = new int[BLOCK];
    private final long[] hashes = new long[BLOCK];
    private final long[] keys = new long[2 * BLOCK];
    private int[] scratch = new int[4_096];

    BatchFrames(FrameStore frames, StackStore stacks, ProfileBatch batch) {
        this.frames = frames;
        this.stacks = stacks;
        this.symbols = batch.symbols();
        this.table = batch.stacks();
        this.nameIds = unknown(symbols.functions().size());
        this.functionIds = unknown(symbols.functions().size());
        this.mappingIds = unknown(symbols.mappings().size());
        this.locationFrames = new int[symbols.locations().size()];
        this.stackIds = new int[table.size()];
        boolean[] used = usedStacks(batch);
        translateLocations(used);
        translateStacks(used);
    }

    /// Number in the segment of a stack that a sample of the batch has. Hot path.
    int stack(int row) {
        return stackIds[row];
    }

    private static boolean[] usedStacks(ProfileBatch batch) {
        boolean[] used = new boolean[batch.stacks().size()];
        for (int row = 0; row < batch.samples().size(); row++) {
            used[batch.samples().rows().getInt(SampleColumn.STACK, row)] = true;
        }
        return used;
    }

    private void translateLocations(boolean[] usedStacks) {
        boolean[] used = new boolean[locationFrames.length];
        int[] locations = table.locations();
        for (int row = 0; row < usedStacks.length; row++) {
            if (usedStacks[row]) {
                int to = table.to(row);
                for (int i = table.from(row); i < to; i++) {
                    used[locations[i]] = true;
                }
            }
        }
        nameFunctions(used);
        int count = 0;
        for (int location = 0; location < used.length; location++) {
            if (used[location]) {
                count = translateLocation(location, count);
            }
        }
        internFrames(count);
    }

    /// Finds the numbers of the names of all functions that these locations are in.
    private void nameFunctions(boolean[] usedLocations) {
        boolean[] used = new boolean[nameIds.length];
        for (int location = 0; location < usedLocations.length; location++) {
            if (usedLocations[location]) {
                int to = symbols.locations().getInt(LocationColumn.LINES_TO, location);
                for (int line = symbols.locations().getInt(LocationColumn.LINES_FROM, location); line < to; line++) {
                    used[symbols.lines().getInt(LineColumn.FUNCTION, line)] = true;
                }
            }
        }
        long[] refs = new long[BLOCK];
        int count = 0;
        for (int function = 0; function < used.length; function++) {
            if (used[function]) {
                rows[count] = function;
                refs[count++] = symbols.functions().get(FunctionColumn.NAME, function);
            }
            if (count == BLOCK || function == used.length - 1) {
                frames.texts(symbols.bytes(), refs, count, ends);
                for (int i = 0; i < count; i++) {
                    nameIds[rows[i]] = ends[i];
                }
                count = 0;
            }
        }
    }

    private void translateStacks(boolean[] used) {
        int count = 0;
        int length = 0;
        for (int row = 0; row < used.length; row++) {
            if (used[row]) {
                int from = length;
                length = addFrames(row, from);
                rows[count] = row;
                ends[count] = length;
                hashes[count++] = KeyedHash.of(scratch, from, length);
                if (count == BLOCK) {
                    intern(count);
                    count = 0;
                    length = 0;
                }
            }
        }
        intern(count);
    }

    private void intern(int count) {
        stacks.touch(hashes, count);
        for (int i = 0; i < count; i++) {
            int from = i == 0 ? 0 : ends[i - 1];
            stackIds[rows[i]] = stacks.intern(scratch, from, ends[i], hashes[i]);
        }
    }

    /// Writes the frames of a stack, the leaf first, into the scratch at `from` and returns where they end. Hot path.
    private int addFrames(int row, int from) {
        int[] locations = table.locations();
        int to = table.to(row);
        int at = table.from(row);
        ensure(from, to - at);
        int[] out = scratch;
        int length = from;
        for (; at < to; at++) {
            int frame = locationFrames[locations[at]];
            if (frame >= 0) {
                out[length++] = frame;
            } else {
                length = addInlined(~frame, length, to - at);
                out = scratch;
            }
        }
        return length;
    }

    private int addInlined(int at, int from, int left) {
        int count = inlined.get(at);
        ensure(from, count + left);
        System.arraycopy(inlined.values(), at + 1, scratch, from, count);
        return from + count;
    }

    private void ensure(int length, int more) {
        if (length + more > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(length + more, scratch.length * 2));
        }
    }

    /// Notes a location that is one frame as the last of `count` that are looked up together, and returns how many wait
    /// then; any other location is looked up at once.
    private int translateLocation(int location, int count) {
        int mappingRow = symbols.locations().getInt(LocationColumn.MAPPING, location);
        int mapping = mappingRow < 0 ? UNKNOWN : mapping(mappingRow);
        int from = symbols.locations().getInt(LocationColumn.LINES_FROM, location);
        int to = symbols.locations().getInt(LocationColumn.LINES_TO, location);
        if (from + 1 == to) {
            rows[count] = location;
            keys[count * 2] = function(symbols.lines().getInt(LineColumn.FUNCTION, from), mapping);
            keys[count * 2 + 1] = FrameStore.line(symbols.lines().get(LineColumn.LINE, from));
            if (count + 1 < BLOCK) {
                return count + 1;
            }
            internFrames(BLOCK);
            return 0;
        }
        if (from == to) {
            long address = symbols.locations().get(LocationColumn.ADDRESS, location);
            locationFrames[location] = frames.frame(unsymbolized(mappingRow, mapping, address), 0);
        } else {
            locationFrames[location] = ~inlined.size();
            inlined.add(to - from);
            for (int line = from; line < to; line++) {
                inlined.add(frame(line, mapping));
            }
        }
        return count;
    }

    private void internFrames(int count) {
        frames.frames(keys, count, ends);
        for (int i = 0; i < count; i++) {
            locationFrames[rows[i]] = ends[i];
        }
    }

    private int frame(int line, int mapping) {
        int function = function(symbols.lines().getInt(LineColumn.FUNCTION, line), mapping);
        return frames.frame(function, symbols.lines().get(LineColumn.LINE, line));
    }

    /// A function belongs to the binary of the first location that names it; pprof keeps no binary of functions.
    private int function(int row, int mapping) {
        if (functionIds[row] == UNKNOWN) {
            functionIds[row] = frames.function(new FrameStore.Function(
                    nameIds[row],
                    text(symbols.functions().get(FunctionColumn.SYSTEM_NAME, row)),
                    text(symbols.functions().get(FunctionColumn.FILE_NAME, row)),
                    symbols.functions().get(FunctionColumn.START_LINE, row),
                    mapping,
                    0));
        }
        return functionIds[row];
    }

    private int mapping(int row) {
        if (mappingIds[row] == UNKNOWN) {
            mappingIds[row] = frames.mapping(
                    text(symbols.mappings().get(MappingColumn.FILE_NAME, row)),
                    text(symbols.mappings().get(MappingColumn.BUILD_ID, row)));
        }
        return mappingIds[row];
    }

    /// A place without a function. Where the upload says how the file was loaded, it is an offset in
    /// the file, written `binary+0x1f`, for processes load a file anywhere; else it is the address as
    /// sent, `binary!0x1f`, which is the linker's where the profiler has looked up where the file was
    /// loaded.
    private int unsymbolized(int mappingRow, int mapping, long address) {
        String binary = "";
        String mark = "!";
        long place = address;
        if (mappingRow >= 0) {
            long start = symbols.mappings().get(MappingColumn.START, mappingRow);
            long limit = symbols.mappings().get(MappingColumn.LIMIT, mappingRow);
            long offset = symbols.mappings().get(MappingColumn.FILE_OFFSET, mappingRow);
            boolean inside = Long.compareUnsigned(address, start) >= 0
                    && (limit == 0 || Long.compareUnsigned(address, limit) < 0);
            if (inside && (start | offset) != 0) {
                place = address - start + offset;
                mark = "+";
            }
            String file = symbols.text(symbols.mappings().get(MappingColumn.FILE_NAME, mappingRow));
            binary = file.substring(file.lastIndexOf('/') + 1);
        }
        String hex = "0x" + Long.toHexString(place);
        byte[] name = (binary.isEmpty() ? hex : binary + mark + hex).getBytes(StandardCharsets.UTF_8);
        return frames.function(new FrameStore.Function(frames.text(name, 0, name.length), 0, 0, 0, mapping, place));
    }

    /// Number of a text; names of files come again and again.
    private int text(long ref) {
        if (TextRef.length(ref) == 0) {
            return 0;
        }
        int slot = (TextRef.offset(ref) ^ TextRef.offset(ref) >>> 9) & TEXT_CACHE - 1;
        if (cachedRefs[slot] != ref) {
            cachedRefs[slot] = ref;
            cachedTexts[slot] = frames.text(symbols.bytes(), TextRef.offset(ref), TextRef.length(ref));
        }
        return cachedTexts[slot];
    }

    private static int[] unknown(int size) {
        int[] ids = new int[size];
        Arrays.fill(ids, UNKNOWN);
        return ids;
    }
}
