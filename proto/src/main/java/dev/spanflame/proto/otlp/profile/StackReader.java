package dev.spanflame.proto.otlp.profile;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.profile.ProfileSymbols.LineColumn;
import dev.spanflame.model.profile.ProfileSymbols.LocationColumn;
import dev.spanflame.model.profile.ProfileSymbols.MappingColumn;
import dev.spanflame.model.profile.StackTable;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.proto.columns.IdIndex;
import dev.spanflame.proto.wire.WireReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Makes stacks of what samples refer to, each once. All profiles of a request share [#stacks].
///
/// A frame whose type the sender says (attribute `profile.frame.type`) and whose binary it does not
/// gets a mapping named after the type, such as `[jvm]`.
final class StackReader {
    /// Stands for a stack without frames.
    static final int EMPTY = -1;

    private static final int NOT_YET = -2;
    private static final int DEPTH = 3;
    /// Frames of all stacks of a request. Only ranges of locations, which may overlap, can ask for more
    /// frames than the request has bytes.
    private static final int MAX_FRAMES = 16 << 20;

    private final Dictionary dictionary;
    private final ProfileSymbols symbols;
    private final ProfileLimits limits;
    private final boolean ranges;
    private final WireReader in = new WireReader();
    private final StackTable stacks = new StackTable();
    private final int[] rows;
    private final int[] locationRows;
    private final IntList indexes = new IntList();
    private final IntList attributes = new IntList();
    private final Map<String, Integer> frameTypes = new HashMap<>();
    private IdIndex rangeKeys = new IdIndex();
    private IntList rangeRows = new IntList();
    private IntList rangeLocations = new IntList();
    private int frames;
    private int tooDeep;

    StackReader(Dictionary dictionary, ProfileLayout layout, ProfileLimits limits) {
        this.dictionary = dictionary;
        this.symbols = dictionary.symbols;
        this.limits = limits;
        this.ranges = layout.hasRanges();
        this.rows = new int[dictionary.stacks.size()];
        Arrays.fill(rows, NOT_YET);
        this.locationRows = new int[dictionary.locations.size()];
        Arrays.fill(locationRows, NOT_YET);
    }

    StackTable stacks() {
        return stacks;
    }

    int oddityCount(Oddity oddity) {
        return oddity == Oddity.STACK_TOO_DEEP ? tooDeep : dictionary.oddityCount(oddity);
    }

    /// Row of a stack of the table, or [#EMPTY]. Throws where there is none. Hot path.
    int stack(long index) {
        if (index < 0 || index >= rows.length) {
            throw MalformedOtlp.because("stack " + index + " of a table with " + rows.length + " entries");
        }
        int at = (int) index;
        if (rows[at] == NOT_YET) {
            in.reset(symbols.bytes(), dictionary.stacks.from(at), dictionary.stacks.to(at));
            indexes.clear();
            while (in.hasMore()) {
                int tag = in.tag();
                if (tag >>> 3 == 1) {
                    indexes.read(in, tag, DEPTH);
                } else {
                    in.skip(tag, DEPTH);
                }
            }
            rows[at] = push(indexes, 0, indexes.size());
        }
        return rows[at];
    }

    /// Goes on with the locations of another profile of version 1.7.
    void beginRanges(IntList locations) {
        rangeLocations = locations;
        rangeKeys = new IdIndex();
        rangeRows = new IntList();
    }

    /// Row of the stack that is this range of the profile's locations, or [#EMPTY]. Hot path.
    int range(long start, long length) {
        if (start < 0 || length < 0 || start > rangeLocations.size() || length > rangeLocations.size() - start) {
            throw MalformedOtlp.because("locations " + start + " to " + (start + length) + " of a list with "
                    + rangeLocations.size() + " entries");
        }
        if (length == 0) {
            return EMPTY;
        }
        long key = start << 32 | length;
        int known = rangeKeys.find(key);
        if (known < 0) {
            known = rangeRows.size();
            rangeKeys.add(key);
            rangeRows.add(push(rangeLocations, (int) start, (int) (start + length)));
        }
        return rangeRows.get(known);
    }

    /// The leaf comes first; of a stack that is too deep the frames nearest to it are left out.
    private int push(IntList locations, int from, int to) {
        int first = from;
        if (to - from > limits.maxStackDepth()) {
            first = to - limits.maxStackDepth();
            tooDeep++;
        }
        frames += to - first;
        if (frames > MAX_FRAMES) {
            throw MalformedOtlp.because("its stacks have more than " + MAX_FRAMES + " frames");
        }
        for (int i = first; i < to; i++) {
            int row = location(locations.get(i));
            if (row >= 0) {
                stacks.push(row);
            }
        }
        return stacks.open() == 0 ? EMPTY : stacks.close();
    }

    private int location(int index) {
        if (index < 0 || index >= locationRows.length) {
            throw discard("location " + index + " of a table with " + locationRows.length + " entries");
        }
        if (locationRows[index] == NOT_YET) {
            in.reset(symbols.bytes(), dictionary.locations.from(index), dictionary.locations.to(index));
            locationRows[index] = readLocation();
        }
        return locationRows[index];
    }

    private int readLocation() {
        long mapping = 0;
        boolean mapped = false;
        long address = 0;
        int firstLine = symbols.lines().size();
        attributes.clear();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 -> {
                    mapping = in.varint();
                    mapped = ranges || mapping != 0;
                }
                case 2 << 3 -> address = in.varint();
                case 3 << 3 | WireReader.BYTES -> readLine();
                default -> readRest(tag);
            }
        }
        if (address == 0 && symbols.lines().size() == firstLine) {
            return EMPTY;
        }
        int row = symbols.locations().add();
        symbols.locations().set(LocationColumn.MAPPING, row, mappingRow(mapped ? mapping : -1));
        symbols.locations().set(LocationColumn.ADDRESS, row, address);
        symbols.locations().set(LocationColumn.LINES_FROM, row, firstLine);
        symbols.locations().set(LocationColumn.LINES_TO, row, symbols.lines().size());
        return row;
    }

    private void readRest(int tag) {
        if (tag >>> 3 == (ranges ? 5 : 4)) {
            attributes.read(in, tag, DEPTH);
        } else {
            in.skip(tag, DEPTH);
        }
    }

    /// A line that names no function says nothing and is left out.
    private void readLine() {
        int outer = in.enter(DEPTH);
        long function = 0;
        long line = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 -> function = in.varint();
                case 2 << 3 -> line = in.varint();
                default -> in.skip(tag, DEPTH + 1);
            }
        }
        in.leave(outer);
        if (function < 0 || function >= symbols.functions().size()) {
            throw discard("function " + function + " of a table with "
                    + symbols.functions().size() + " entries");
        }
        if (function != 0 || TextRef.length(symbols.functions().get(FunctionColumn.NAME, 0)) > 0) {
            int row = symbols.lines().add();
            symbols.lines().set(LineColumn.FUNCTION, row, function);
            symbols.lines().set(LineColumn.LINE, row, Math.max(0, line));
        }
    }

    private long mappingRow(long mapping) {
        if (mapping >= symbols.mappings().size()) {
            throw discard("mapping " + mapping + " of a table with "
                    + symbols.mappings().size() + " entries");
        }
        if (mapping >= 0 && TextRef.length(symbols.mappings().get(MappingColumn.FILE_NAME, (int) mapping)) > 0) {
            return mapping;
        }
        for (int i = 0; i < attributes.size(); i++) {
            AttributeText.Pair pair = dictionary.attribute(attributes.get(i));
            if (pair.key().equals("profile.frame.type") && !pair.value().isEmpty()) {
                return frameTypes.computeIfAbsent(pair.value(), this::typeMapping);
            }
        }
        return mapping < 0 ? ProfileSymbols.NO_ROW : mapping;
    }

    private int typeMapping(String type) {
        int row = symbols.mappings().add();
        symbols.mappings().set(MappingColumn.FILE_NAME, row, symbols.addText("[" + type + "]"));
        return row;
    }

    private BackendException discard(String what) {
        stacks.discard();
        return MalformedOtlp.because(what);
    }
}
