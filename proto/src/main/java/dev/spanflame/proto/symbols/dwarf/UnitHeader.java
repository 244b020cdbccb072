package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.elf.BinaryReader;
import dev.spanflame.proto.symbols.elf.MalformedElf;

/// The header of a unit in `.debug_info` (DWARF 5, section 7.5.1): where it begins, where its entries
/// do, where it ends.
record UnitHeader(
        long start,
        long entries,
        long end,
        int version,
        int offsetSize,
        int addressSize,
        long abbreviations,
        int type) {
    private static final long WIDE = 0xffff_ffffL;
    private static final int TYPE_COMPILE = 1;
    private static final int TYPE_TYPE = 2;
    private static final int TYPE_SKELETON = 4;
    private static final int TYPE_SPLIT_COMPILE = 5;
    private static final int TYPE_SPLIT_TYPE = 6;

    /// Reads the header at `start`. Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST.
    static UnitHeader read(BinaryReader in, long start) {
        in.moveTo(start);
        long length = in.u32();
        int offsetSize = 4;
        if (length == WIDE) {
            offsetSize = 8;
            length = in.i64();
        }
        long end = end(in, length);
        int version = in.u16();
        if (version < 2 || version > 5) {
            return new UnitHeader(start, end, end, version, offsetSize, 8, 0, 0);
        }
        int type = version < 5 ? TYPE_COMPILE : in.u8();
        int addressSize = version < 5 ? 0 : in.u8();
        long abbreviations = in.unsigned(offsetSize);
        addressSize = version < 5 ? in.u8() : addressSize;
        switch (type) {
            case TYPE_TYPE, TYPE_SPLIT_TYPE -> in.skip(8 + offsetSize);
            case TYPE_SKELETON, TYPE_SPLIT_COMPILE -> in.skip(8);
            default -> {}
        }
        if (addressSize != 4 && addressSize != 8) {
            throw MalformedElf.because("a unit has addresses of " + addressSize + " bytes");
        }
        return new UnitHeader(start, in.position(), end, version, offsetSize, addressSize, abbreviations, type);
    }

    /// Where something ends whose length has just been read.
    static long end(BinaryReader in, long length) {
        if (length < 0 || length > in.size() - in.position()) {
            throw MalformedElf.because("a unit is longer than its section");
        }
        return in.position() + length;
    }

    /// Whether it can describe code.
    boolean hasCode() {
        return type == TYPE_COMPILE || type == TYPE_SKELETON;
    }
}
