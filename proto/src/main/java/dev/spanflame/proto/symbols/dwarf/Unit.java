package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.elf.BinaryReader;
import dev.spanflame.proto.symbols.elf.MalformedElf;
import java.util.Map;

/// A unit with what its first entry says: where its indices count from, and what code it is about.
final class Unit {
    final UnitHeader header;
    final Map<Long, Abbreviations.Entry> shapes;
    final Value low = new Value();
    final Value high = new Value();
    final Value ranges = new Value();
    final Value statements = new Value();
    final Value directory = new Value();
    private final Sections sections;
    private long textBase;
    private long addressBase;
    private long rangeBase;
    private int tag;

    private Unit(UnitHeader header, Map<Long, Abbreviations.Entry> shapes, Sections sections) {
        this.header = header;
        this.shapes = shapes;
        this.sections = sections;
        boolean wide = header.offsetSize() == 8;
        this.textBase = wide ? 16 : 8;
        this.addressBase = wide ? 16 : 8;
        this.rangeBase = wide ? 20 : 12;
    }

    static Unit read(UnitHeader header, Sections sections, Abbreviations abbreviations) {
        Unit unit = new Unit(header, abbreviations.at(header.abbreviations()), sections);
        BinaryReader in = sections.info().moveTo(header.entries()).limit(header.end());
        if (in.hasMore()) {
            unit.readFirst(in, unit.shape(in.uleb()));
        }
        return unit;
    }

    /// The shape of an entry with this code, which is not 0.
    Abbreviations.Entry shape(long code) {
        Abbreviations.Entry shape = shapes.get(code);
        if (shape == null) {
            throw MalformedElf.because("an entry has the unknown abbreviation " + code);
        }
        return shape;
    }

    private void readFirst(BinaryReader in, Abbreviations.Entry shape) {
        tag = shape.tag();
        Value value = new Value();
        for (int i = 0; i < shape.names().length; i++) {
            value.read(in, shape.forms()[i], shape.constants()[i], header);
            switch (shape.names()[i]) {
                case Dw.AT_LOW_PC -> low.copy(value);
                case Dw.AT_HIGH_PC -> high.copy(value);
                case Dw.AT_RANGES -> ranges.copy(value);
                case Dw.AT_STMT_LIST -> statements.copy(value);
                case Dw.AT_COMP_DIR -> directory.copy(value);
                case Dw.AT_STR_OFFSETS_BASE -> textBase = value.number;
                case Dw.AT_ADDR_BASE -> addressBase = value.number;
                case Dw.AT_RNGLISTS_BASE -> rangeBase = value.number;
                default -> {}
            }
        }
    }

    /// Whether it describes code at all.
    boolean hasCode() {
        return header.hasCode() && (tag == Dw.TAG_COMPILE_UNIT || tag == Dw.TAG_SKELETON_UNIT);
    }

    /// The base of offsets in its range lists.
    long base() {
        return low.kind == Value.Kind.NONE ? 0 : address(low);
    }

    /// The address that a value is.
    long address(Value value) {
        return value.kind == Value.Kind.ADDRESS_INDEX ? address(value.number) : value.number;
    }

    /// The address of this number in the unit's table.
    long address(long index) {
        return sections.addresses()
                .moveTo(place(addressBase, index, header.addressSize()))
                .unsigned(header.addressSize());
    }

    /// Where the range list of this number begins.
    long rangeList(long index) {
        long offset = sections.rangeLists()
                .moveTo(place(rangeBase, index, header.offsetSize()))
                .unsigned(header.offsetSize());
        return rangeBase + offset;
    }

    private static long place(long base, long index, int size) {
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw MalformedElf.because("an index is " + Long.toUnsignedString(index));
        }
        return base + index * size;
    }

    /// The text that a value is; empty for one that is none.
    String text(Value value) {
        return switch (value.kind) {
            case TEXT_HERE -> sections.info().moveTo(value.number).text();
            case TEXT -> sections.strings().moveTo(value.number).text();
            case LINE_TEXT -> sections.lineStrings().moveTo(value.number).text();
            case TEXT_INDEX -> {
                long offset = sections.stringOffsets()
                        .moveTo(place(textBase, value.number, header.offsetSize()))
                        .unsigned(header.offsetSize());
                yield sections.strings().moveTo(offset).text();
            }
            case NONE, CONSTANT, ADDRESS, ADDRESS_INDEX, REFERENCE, RANGE_INDEX -> "";
        };
    }
}
