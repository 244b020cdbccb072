package dev.spanflame.model.profile;

import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.TextRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The code that the stacks of one upload go through: mappings, functions, locations and their lines, as columns.
///
/// Texts are [TextRef]s into [#bytes]. Rows are found by number, not by the ids a sender chose. Several batches of
/// one upload may share one table. Filled by one thread, then only read.
public final class ProfileSymbols {
    /// Columns of [#mappings]: binaries and libraries.
    public enum MappingColumn {
        /// First address.
        START,
        /// Address behind the last.
        LIMIT,
        /// Position of START in the file.
        FILE_OFFSET,
        /// Path of the file.
        FILE_NAME,
        BUILD_ID
    }

    /// Columns of [#functions].
    public enum FunctionColumn {
        /// As a person reads it.
        NAME,
        /// As the linker knows it.
        SYSTEM_NAME,
        FILE_NAME,
        START_LINE
    }

    /// Columns of [#locations]: places in the code.
    public enum LocationColumn {
        /// Row of [ProfileSymbols#mappings], [ProfileSymbols#NO_ROW] where unknown.
        MAPPING,
        /// Address in the process, 0 where unknown.
        ADDRESS,
        /// First row of [ProfileSymbols#lines]; the innermost inlined function comes first.
        LINES_FROM,
        /// Row behind the last line; equal to LINES_FROM where the place was not symbolized.
        LINES_TO
    }

    /// Columns of [#lines].
    public enum LineColumn {
        /// Row of [ProfileSymbols#functions].
        FUNCTION,
        /// Line in the source, 0 where unknown.
        LINE
    }

    /// Stands for "none" where a row is expected.
    public static final long NO_ROW = -1;

    private final RowTable<MappingColumn> mappings = new RowTable<>(MappingColumn.class);
    private final RowTable<FunctionColumn> functions = new RowTable<>(FunctionColumn.class);
    private final RowTable<LocationColumn> locations = new RowTable<>(LocationColumn.class);
    private final RowTable<LineColumn> lines = new RowTable<>(LineColumn.class);
    private byte[] bytes;
    private int bytesSize;
    private boolean bytesOwned;

    /// An empty table whose texts may lie in `bytes`, which must not change afterwards.
    public ProfileSymbols(byte[] bytes) {
        this.bytes = bytes;
        this.bytesSize = bytes.length;
    }

    /// Binaries and libraries.
    public RowTable<MappingColumn> mappings() {
        return mappings;
    }

    /// Functions.
    public RowTable<FunctionColumn> functions() {
        return functions;
    }

    /// Places in the code.
    public RowTable<LocationColumn> locations() {
        return locations;
    }

    /// Lines of all locations.
    public RowTable<LineColumn> lines() {
        return lines;
    }

    /// The bytes that [TextRef]s point into.
    public byte[] bytes() {
        return bytes;
    }

    /// Number of bytes in use at the front of [#bytes].
    public int bytesSize() {
        return bytesSize;
    }

    /// Appends text and returns its [TextRef].
    public long addText(byte[] text) {
        if (!bytesOwned || bytesSize + text.length > bytes.length) {
            long wanted = (long) bytesSize + Math.max(text.length, 1 + bytesSize / 2);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
            bytesOwned = true;
        }
        System.arraycopy(text, 0, bytes, bytesSize, text.length);
        long ref = TextRef.of(bytesSize, text.length);
        bytesSize += text.length;
        return ref;
    }

    /// Appends text in UTF-8 and returns its [TextRef].
    public long addText(String text) {
        return addText(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds a location of one line, for sources without addresses, and returns its row.
    public int addLocation(int function, long line) {
        int row = lines.add();
        lines.set(LineColumn.FUNCTION, row, function);
        lines.set(LineColumn.LINE, row, line);
        int location = locations.add();
        locations.set(LocationColumn.MAPPING, location, NO_ROW);
        locations.set(LocationColumn.LINES_FROM, location, row);
        locations.set(LocationColumn.LINES_TO, location, row + 1);
        return location;
    }

    /// Adds a function of which only the name is known and returns its row.
    public int addFunction(long name) {
        int row = functions.add();
        functions.set(FunctionColumn.NAME, row, name);
        return row;
    }

    /// Text at `ref`, for doors and tests.
    public String text(long ref) {
        return new String(bytes, TextRef.offset(ref), TextRef.length(ref), StandardCharsets.UTF_8);
    }
}
