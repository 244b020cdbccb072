package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.elf.BinaryReader;
import dev.spanflame.proto.symbols.elf.MalformedElf;
import java.util.ArrayList;
import java.util.List;

/// The header of a line number program (DWARF 5, section 6.2.4), and the files it names.
final class LineHeader {
    private static final long WIDE = 0xffff_ffffL;
    private static final int MAX_FILES = 1_000_000;
    private static final int PATH = 1;
    private static final int DIRECTORY = 2;

    final int version;
    final int instructionLength;
    final int operations;
    final int lineBase;
    final int lineRange;
    final int opcodeBase;
    final int[] operands;
    final long program;
    final long end;
    private final Unit unit;
    private final BinaryReader in;
    private final List<Entry> directories = new ArrayList<>();
    private final List<Entry> files = new ArrayList<>();

    /// A name that is read when it is asked for: [Value#kind] and [Value#number] of it.
    private record Entry(Value.Kind kind, long number, int directory) {
        static final Entry NONE = new Entry(Value.Kind.NONE, 0, 0);
    }

    /// Reads the header at `offset`, for `unit`.
    LineHeader(BinaryReader in, long offset, Unit unit) {
        this.unit = unit;
        this.in = in;
        in.moveTo(offset);
        long length = in.u32();
        boolean wide = length == WIDE;
        this.end = UnitHeader.end(in, wide ? in.i64() : length);
        this.version = in.u16();
        if (version < 2 || version > 5) {
            throw MalformedElf.because("a line table has the unknown version " + version);
        }
        in.skip(version == 5 ? 2 : 0);
        long headerLength = in.unsigned(wide ? 8 : 4);
        this.program = UnitHeader.end(in, headerLength);
        this.instructionLength = in.u8();
        this.operations = version < 4 ? 1 : Math.max(1, in.u8());
        in.skip(1);
        this.lineBase = (byte) in.u8();
        this.lineRange = Math.max(1, in.u8());
        this.opcodeBase = Math.max(1, in.u8());
        this.operands = new int[opcodeBase];
        for (int opcode = 1; opcode < opcodeBase; opcode++) {
            operands[opcode] = in.u8();
        }
        if (version < 5) {
            readOld();
        } else {
            readTable(wide, directories);
            readTable(wide, files);
        }
    }

    /// Directory 0 is that of the unit, file 0 does not exist.
    private void readOld() {
        directories.add(new Entry(unit.directory.kind, unit.directory.number, -1));
        files.add(Entry.NONE);
        long place = in.position();
        in.skipText();
        while (in.position() > place + 1) {
            add(directories, new Entry(Value.Kind.TEXT_HERE, place, 0));
            place = in.position();
            in.skipText();
        }
        while (readFile()) {
            in.uleb();
            in.uleb();
        }
    }

    /// Reads name and directory of a file, which the program may bring, too; false where the name is
    /// empty.
    boolean readFile() {
        long place = in.position();
        in.skipText();
        if (in.position() == place + 1) {
            return false;
        }
        add(files, new Entry(Value.Kind.TEXT_HERE, place, (int) in.uleb()));
        return true;
    }

    private static void add(List<Entry> list, Entry entry) {
        if (list.size() == MAX_FILES) {
            throw MalformedElf.because("a line table has more than " + MAX_FILES + " files");
        }
        list.add(entry);
    }

    private void readTable(boolean wide, List<Entry> list) {
        int columns = in.u8();
        int[] contents = new int[columns];
        int[] forms = new int[columns];
        for (int i = 0; i < columns; i++) {
            contents[i] = (int) in.uleb();
            forms[i] = (int) in.uleb();
        }
        long count = in.uleb();
        UnitHeader how = new UnitHeader(
                0, 0, 0, unit.header.version(), wide ? 8 : 4, unit.header.addressSize(), 0, unit.header.type());
        Value value = new Value();
        for (long row = 0; row < count; row++) {
            Entry entry = Entry.NONE;
            int directory = 0;
            for (int i = 0; i < columns; i++) {
                value.read(in, forms[i], 0, how);
                if (contents[i] == PATH) {
                    entry = new Entry(value.kind, value.number, 0);
                } else if (contents[i] == DIRECTORY) {
                    directory = (int) value.number;
                }
            }
            add(list, new Entry(entry.kind(), entry.number(), directory));
        }
    }

    /// The path of a file; empty where there is none of this number.
    String file(long number) {
        if (number < 0 || number >= files.size()) {
            return "";
        }
        Entry file = files.get((int) number);
        String name = text(file);
        if (name.isEmpty() || name.startsWith("/")) {
            return name;
        }
        String directory = directory(file.directory());
        if (!directory.startsWith("/") && file.directory() != 0) {
            String root = directory(0);
            directory = root.isEmpty() ? directory : root + "/" + directory;
        }
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    private String directory(int number) {
        return number < 0 || number >= directories.size() ? "" : text(directories.get(number));
    }

    /// A text of the table itself stands in this section, the directory of the unit in that of the unit.
    private String text(Entry entry) {
        if (entry.kind() == Value.Kind.TEXT_HERE && entry.directory() >= 0) {
            return in.moveTo(entry.number()).text();
        }
        Value value = new Value();
        value.kind = entry.kind();
        value.number = entry.number();
        return unit.text(value);
    }
}
