package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.elf.BinaryReader;
import dev.spanflame.proto.symbols.elf.MalformedElf;

/// The value of one attribute, as it stands in the file (DWARF 5, section 7.5.6); used again for the
/// next one.
///
/// `number` is the constant, offset, index or place that the form has; a reference is a place in
/// `.debug_info`.
final class Value {
    /// What [#number] is.
    enum Kind {
        NONE,
        CONSTANT,
        ADDRESS,
        ADDRESS_INDEX,
        /// A text in `.debug_info` at the place.
        TEXT_HERE,
        /// A text in `.debug_str`.
        TEXT,
        /// A text in `.debug_line_str`.
        LINE_TEXT,
        TEXT_INDEX,
        REFERENCE,
        RANGE_INDEX
    }

    Kind kind = Kind.NONE;
    long number;

    void copy(Value other) {
        kind = other.kind;
        number = other.number;
    }

    private void set(Kind newKind, long newNumber) {
        kind = newKind;
        number = newNumber;
    }

    /// Reads a value of `form` of an entry of `unit`; `constant` is that of the abbreviation. Hot path.
    void read(BinaryReader in, int form, long constant, UnitHeader unit) {
        switch (form) {
            case Dw.FORM_ADDR -> set(Kind.ADDRESS, in.unsigned(unit.addressSize()));
            case Dw.FORM_DATA1, Dw.FORM_FLAG -> set(Kind.CONSTANT, in.u8());
            case Dw.FORM_DATA2 -> set(Kind.CONSTANT, in.u16());
            case Dw.FORM_DATA4 -> set(Kind.CONSTANT, in.u32());
            case Dw.FORM_DATA8 -> set(Kind.CONSTANT, in.i64());
            case Dw.FORM_UDATA -> set(Kind.CONSTANT, in.uleb());
            case Dw.FORM_SDATA -> set(Kind.CONSTANT, in.sleb());
            case Dw.FORM_IMPLICIT_CONST -> set(Kind.CONSTANT, constant);
            case Dw.FORM_SEC_OFFSET -> set(Kind.CONSTANT, in.unsigned(unit.offsetSize()));
            case Dw.FORM_FLAG_PRESENT -> set(Kind.CONSTANT, 1);
            case Dw.FORM_RNGLISTX -> set(Kind.RANGE_INDEX, in.uleb());
            case Dw.FORM_ADDRX, Dw.FORM_GNU_ADDR_INDEX -> set(Kind.ADDRESS_INDEX, in.uleb());
            case Dw.FORM_ADDRX1, Dw.FORM_ADDRX2, Dw.FORM_ADDRX3, Dw.FORM_ADDRX4 ->
                set(Kind.ADDRESS_INDEX, in.unsigned(form - Dw.FORM_ADDRX1 + 1));
            case Dw.FORM_INDIRECT -> {
                int inner = (int) in.uleb();
                if (inner == Dw.FORM_INDIRECT) {
                    throw MalformedElf.because("a form leads to a form");
                }
                read(in, inner, inner == Dw.FORM_IMPLICIT_CONST ? in.sleb() : 0, unit);
            }
            default -> readText(in, form, unit);
        }
    }

    private void readText(BinaryReader in, int form, UnitHeader unit) {
        switch (form) {
            case Dw.FORM_STRING -> {
                set(Kind.TEXT_HERE, in.position());
                in.skipText();
            }
            case Dw.FORM_STRP -> set(Kind.TEXT, in.unsigned(unit.offsetSize()));
            case Dw.FORM_LINE_STRP -> set(Kind.LINE_TEXT, in.unsigned(unit.offsetSize()));
            case Dw.FORM_STRX, Dw.FORM_GNU_STR_INDEX -> set(Kind.TEXT_INDEX, in.uleb());
            case Dw.FORM_STRX1, Dw.FORM_STRX2, Dw.FORM_STRX3, Dw.FORM_STRX4 ->
                set(Kind.TEXT_INDEX, in.unsigned(form - Dw.FORM_STRX1 + 1));
            default -> readReference(in, form, unit);
        }
    }

    private void readReference(BinaryReader in, int form, UnitHeader unit) {
        switch (form) {
            case Dw.FORM_REF1 -> set(Kind.REFERENCE, unit.start() + in.u8());
            case Dw.FORM_REF2 -> set(Kind.REFERENCE, unit.start() + in.u16());
            case Dw.FORM_REF4 -> set(Kind.REFERENCE, unit.start() + in.u32());
            case Dw.FORM_REF8 -> set(Kind.REFERENCE, unit.start() + in.i64());
            case Dw.FORM_REF_UDATA -> set(Kind.REFERENCE, unit.start() + in.uleb());
            case Dw.FORM_REF_ADDR ->
                set(Kind.REFERENCE, in.unsigned(unit.version() == 2 ? unit.addressSize() : unit.offsetSize()));
            default -> skip(in, form, unit);
        }
    }

    /// Values that nothing here needs, among them those in a file of its own (`dwz`).
    private void skip(BinaryReader in, int form, UnitHeader unit) {
        set(Kind.NONE, 0);
        switch (form) {
            case Dw.FORM_BLOCK1 -> in.skip(in.u8());
            case Dw.FORM_BLOCK2 -> in.skip(in.u16());
            case Dw.FORM_BLOCK4 -> in.skip(in.u32());
            case Dw.FORM_BLOCK, Dw.FORM_EXPRLOC -> in.skip(in.uleb());
            case Dw.FORM_DATA16 -> in.skip(16);
            case Dw.FORM_REF_SIG8, Dw.FORM_REF_SUP8 -> in.skip(8);
            case Dw.FORM_REF_SUP4 -> in.skip(4);
            case Dw.FORM_STRP_SUP, Dw.FORM_GNU_REF_ALT, Dw.FORM_GNU_STRP_ALT -> in.skip(unit.offsetSize());
            case Dw.FORM_LOCLISTX -> in.uleb();
            default -> throw MalformedElf.because("the form 0x" + Integer.toHexString(form) + " is unknown");
        }
    }
}
