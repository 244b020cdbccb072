package dev.spanflame.proto.symbols.elf;

/// An entry of the section header table; the names are those of the gABI. `name` is empty where the
/// file has none.
record ElfSection(String name, int type, long flags, long address, long offset, long size, int link) {
    static final int SYMBOLS = 2;
    static final int NO_BITS = 8;
    static final int DYNAMIC_SYMBOLS = 11;
    static final long COMPRESSED = 0x800;

    ElfSection named(String text) {
        return new ElfSection(text, type, flags, address, offset, size, link);
    }
}
