package dev.spanflame.proto.pprof;

import static dev.spanflame.model.profile.ProfileSymbols.NO_ROW;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.profile.ProfileSymbols.LineColumn;
import dev.spanflame.model.profile.ProfileSymbols.LocationColumn;
import dev.spanflame.model.profile.ProfileSymbols.MappingColumn;
import dev.spanflame.proto.columns.IdIndex;
import dev.spanflame.proto.columns.TextTable;

/// Reads mappings, functions and locations of one profile and checks what they refer to.
///
/// Until [#resolve], columns of texts hold numbers of the string table, which may come last in the
/// upload.
final class SymbolReader {
    private final ProfileSymbols symbols;
    private final TextTable texts;
    private final boolean zeroFunction;
    private final int lineLimit;
    private int mostLines;
    private final IdIndex mappings = new IdIndex();
    private final IdIndex functions = new IdIndex();
    private final IdIndex locations = new IdIndex();

    /// `zeroFunction` lets a function have the id 0, which some profilers of .NET send. A location has
    /// at most `lineLimit` lines.
    SymbolReader(ProfileSymbols symbols, TextTable texts, boolean zeroFunction, int lineLimit) {
        this.lineLimit = lineLimit;
        this.symbols = symbols;
        this.texts = texts;
        this.zeroFunction = zeroFunction;
    }

    void readMapping(WireReader reader) {
        int outer = reader.enter();
        int row = symbols.mappings().add();
        long id = 0;
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case 1 << 3 -> id = reader.varint();
                case 2 << 3 -> symbols.mappings().set(MappingColumn.START, row, reader.varint());
                case 3 << 3 -> symbols.mappings().set(MappingColumn.LIMIT, row, reader.varint());
                case 4 << 3 -> symbols.mappings().set(MappingColumn.FILE_OFFSET, row, reader.varint());
                case 5 << 3 -> symbols.mappings().set(MappingColumn.FILE_NAME, row, reader.varint());
                case 6 << 3 -> symbols.mappings().set(MappingColumn.BUILD_ID, row, reader.varint());
                default -> reader.skip(tag);
            }
        }
        reader.leave(outer);
        number(mappings, id, "mapping", false);
    }

    void readFunction(WireReader reader) {
        int outer = reader.enter();
        int row = symbols.functions().add();
        long id = 0;
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case 1 << 3 -> id = reader.varint();
                case 2 << 3 -> symbols.functions().set(FunctionColumn.NAME, row, reader.varint());
                case 3 << 3 -> symbols.functions().set(FunctionColumn.SYSTEM_NAME, row, reader.varint());
                case 4 << 3 -> symbols.functions().set(FunctionColumn.FILE_NAME, row, reader.varint());
                case 5 << 3 -> symbols.functions().set(FunctionColumn.START_LINE, row, reader.varint());
                default -> reader.skip(tag);
            }
        }
        reader.leave(outer);
        number(functions, id, "function", zeroFunction);
    }

    /// Turns numbers of texts into texts, once the whole string table is known.
    void resolve() {
        for (int row = 0; row < symbols.mappings().size(); row++) {
            resolve(row, MappingColumn.FILE_NAME);
            resolve(row, MappingColumn.BUILD_ID);
        }
        for (int row = 0; row < symbols.functions().size(); row++) {
            resolve(row, FunctionColumn.NAME);
            resolve(row, FunctionColumn.SYSTEM_NAME);
            resolve(row, FunctionColumn.FILE_NAME);
        }
    }

    /// Reads the location at which `reader` stands; functions and mappings must be known.
    void readLocation(WireReader reader) {
        long id = 0;
        long mapping = 0;
        int row = symbols.locations().add();
        int firstLine = symbols.lines().size();
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case 1 << 3 -> id = reader.varint();
                case 2 << 3 -> mapping = reader.varint();
                case 3 << 3 -> symbols.locations().set(LocationColumn.ADDRESS, row, reader.varint());
                case 4 << 3 | WireReader.BYTES -> readLine(reader);
                default -> reader.skip(tag);
            }
        }
        number(locations, id, "location", false);
        symbols.locations().set(LocationColumn.MAPPING, row, mapping == 0 ? NO_ROW : mappingRow(mapping));
        symbols.locations().set(LocationColumn.LINES_FROM, row, firstLine);
        symbols.locations().set(LocationColumn.LINES_TO, row, symbols.lines().size());
        int lines = symbols.lines().size() - firstLine;
        if (lines > lineLimit) {
            throw MalformedProfile.because("a location has " + lines + " lines, more than " + lineLimit);
        }
        mostLines = Math.max(mostLines, lines);
    }

    /// Most lines of any location.
    int mostLines() {
        return mostLines;
    }

    /// Lines of a location, 1 where there is none, for it is a frame all the same.
    int frames(int location) {
        return Math.max(
                1,
                symbols.locations().getInt(LocationColumn.LINES_TO, location)
                        - symbols.locations().getInt(LocationColumn.LINES_FROM, location));
    }

    /// Rows of the locations with the first `count` of `ids`. Hot path.
    void locationRows(long[] ids, int count, int[] rows) {
        int found = locations.find(ids, count, rows);
        if (found < count) {
            throw noLocation(ids[found]);
        }
    }

    private static BackendException noLocation(long id) {
        return MalformedProfile.because(
                id == 0
                        ? "location id is 0 in a sample"
                        : "a sample refers to location " + Long.toUnsignedString(id) + ", which is not there");
    }

    /// A line that names no function says nothing and is left out.
    private void readLine(WireReader reader) {
        int outer = reader.enter();
        long function = 0;
        long line = 0;
        boolean named = false;
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case 1 << 3 -> {
                    function = reader.varint();
                    named = function != 0;
                }
                case 2 << 3 -> line = reader.varint();
                default -> reader.skip(tag);
            }
        }
        reader.leave(outer);
        if (named || (zeroFunction && functions.find(0) >= 0)) {
            int row = symbols.lines().add();
            symbols.lines().set(LineColumn.FUNCTION, row, functionRow(function));
            symbols.lines().set(LineColumn.LINE, row, line);
        }
    }

    private int functionRow(long id) {
        int row = functions.find(id);
        if (row < 0) {
            throw MalformedProfile.because(
                    "a line refers to function " + Long.toUnsignedString(id) + ", which is not there");
        }
        return row;
    }

    private int mappingRow(long id) {
        int row = mappings.find(id);
        if (row < 0) {
            throw MalformedProfile.because(
                    "a location refers to mapping " + Long.toUnsignedString(id) + ", which is not there");
        }
        return row;
    }

    private static void number(IdIndex index, long id, String what, boolean zeroAllowed) {
        if (id == 0 && !zeroAllowed) {
            throw MalformedProfile.because(what + " id is 0");
        }
        if (!index.add(id)) {
            throw MalformedProfile.because("two of the kind " + what + " have the id " + Long.toUnsignedString(id));
        }
    }

    private void resolve(int row, MappingColumn column) {
        long text = symbols.mappings().get(column, row);
        symbols.mappings().set(column, row, text == 0 ? 0 : texts.ref(text));
    }

    private void resolve(int row, FunctionColumn column) {
        long text = symbols.functions().get(column, row);
        symbols.functions().set(column, row, text == 0 ? 0 : texts.ref(text));
    }
}
