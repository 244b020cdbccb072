package dev.spanflame.proto.symbols.elf;

import dev.spanflame.proto.symbols.SourceFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table by which a Go program finds its own functions when it runs (`pclntab`, Go's `internal/abi` and
/// `runtime/symtab.go`), which stays in the file when everything else is stripped. Read are its forms of Go 1.16,
/// 1.18 and 1.20. Used by one thread at a time.
///
/// It tells the function that a place was compiled into. Calls that were inlined lie elsewhere; at a place in one
/// of them the line, which is that of the inlined function, is left out.
public final class GoTable {
    private static final List<String> SECTIONS = List.of(".gopclntab", ".data.rel.ro.gopclntab");
    private static final long GO_1_16 = 0xffff_fffaL;
    private static final long GO_1_18 = 0xffff_fff0L;
    private static final long GO_1_20 = 0xffff_fff1L;
    private static final int FIXED = 8;
    private static final int INLINED = 2;
    private static final int NOWHERE = -1;

    private final BinaryReader in;
    private final long magic;
    private final int quantum;
    private final int wordBytes;
    private final long count;
    private final long text;
    private final long names;
    private final long units;
    private final long files;
    private final long values;
    private final long functions;

    private GoTable(BinaryReader in, ElfFile file) {
        this.in = in;
        this.magic = in.moveTo(0).u32();
        in.skip(2);
        this.quantum = in.u8();
        this.wordBytes = in.u8();
        this.count = word();
        word();
        long start = isRelative() ? word() : 0;
        this.names = word();
        this.units = word();
        this.files = word();
        this.values = word();
        this.functions = word();
        // where the loader puts the program in place, the file says 0
        this.text = start != 0 ? start : file.address(".text");
        if ((wordBytes != 4 && wordBytes != 8)
                || quantum == 0
                || count < 0
                || count > (in.size() - Math.max(0, functions)) / (2L * entryBytes())) {
            throw MalformedElf.because("its table of Go functions is damaged");
        }
    }

    /// The frames at `addresses` where the file is a Go program with such a table: one each, or none where the
    /// table knows no function.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for a table that is not valid.
    public static List<Optional<SourceFrame>> find(ElfFile file, long[] addresses) {
        List<Optional<SourceFrame>> frames = new ArrayList<>();
        for (String section : SECTIONS) {
            BinaryReader in = file.section(section);
            if (in.size() > FIXED && isKnown(in.moveTo(0).u32())) {
                GoTable table = new GoTable(in, file);
                for (long address : addresses) {
                    frames.add(table.frame(address));
                }
                return frames;
            }
        }
        for (int i = 0; i < addresses.length; i++) {
            frames.add(Optional.empty());
        }
        return frames;
    }

    private static boolean isKnown(long magic) {
        return magic == GO_1_16 || magic == GO_1_18 || magic == GO_1_20;
    }

    /// Whether addresses are counted from the begin of the program's text, in four bytes.
    private boolean isRelative() {
        return magic != GO_1_16;
    }

    private int entryBytes() {
        return isRelative() ? 4 : wordBytes;
    }

    private long word() {
        return wordBytes == 4 ? in.u32() : in.i64();
    }

    private long entry() {
        return isRelative() ? in.u32() + text : word();
    }

    /// Address of the function `number`; behind the last one, where that ends.
    private long start(long number) {
        in.moveTo(functions + number * 2 * entryBytes());
        return entry();
    }

    private Optional<SourceFrame> frame(long address) {
        long low = 0;
        long high = count;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (Long.compareUnsigned(start(middle), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0 || Long.compareUnsigned(address, start(count)) >= 0) {
            return Optional.empty();
        }
        start(low - 1);
        long about = isRelative() ? in.u32() : word();
        return Optional.of(described(functions + about, address));
    }

    private SourceFrame described(long at, long address) {
        in.moveTo(at);
        long start = entry();
        long name = in.u32();
        in.skip(12);
        long fileTable = in.u32();
        long lineTable = in.u32();
        int tables = (int) Math.min(in.u32(), Integer.MAX_VALUE);
        long unit = in.u32();
        int startLine = magic == GO_1_20 ? (int) in.u32() : 0;
        in.skip(4);
        long inlined = 0;
        if (tables > INLINED) {
            in.skip(4 * INLINED);
            inlined = in.u32();
        }
        String function = in.moveTo(names + name).text();
        boolean isInlined = inlined != 0 && value(inlined, start, address) != NOWHERE;
        int line = isInlined ? 0 : value(lineTable, start, address);
        if (line <= 0) {
            return new SourceFrame(function, "", 0, startLine);
        }
        return new SourceFrame(function, file(unit, value(fileTable, start, address)), line, startLine);
    }

    private String file(long unit, int number) {
        if (number < 0) {
            return "";
        }
        long offset = in.moveTo(units + 4 * (unit + number)).u32();
        return offset == 0xffff_ffffL ? "" : in.moveTo(files + offset).text();
    }

    /// The value at an address: the table has pairs of differences, of the value and of the address.
    private int value(long table, long start, long wanted) {
        if (table == 0) {
            return NOWHERE;
        }
        in.moveTo(values + table);
        int value = NOWHERE;
        long address = start;
        boolean first = true;
        while (true) {
            long difference = in.uleb();
            if (difference == 0 && !first) {
                return NOWHERE;
            }
            first = false;
            value += (int) ((difference & 1) != 0 ? ~(difference >>> 1) : difference >>> 1);
            address += in.uleb() * quantum;
            if (Long.compareUnsigned(wanted, address) < 0) {
                return value;
            }
        }
    }
}
