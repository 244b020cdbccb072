package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.elf.BinaryReader;
import dev.spanflame.proto.symbols.elf.ElfFile;

/// The sections of DWARF, each read from where it was left. What a file does not have is empty.
record Sections(
        BinaryReader info,
        BinaryReader abbreviations,
        BinaryReader line,
        BinaryReader strings,
        BinaryReader lineStrings,
        BinaryReader stringOffsets,
        BinaryReader addresses,
        BinaryReader ranges,
        BinaryReader rangeLists) {
    static Sections of(ElfFile file) {
        return new Sections(
                file.section(".debug_info"),
                file.section(".debug_abbrev"),
                file.section(".debug_line"),
                file.section(".debug_str"),
                file.section(".debug_line_str"),
                file.section(".debug_str_offsets"),
                file.section(".debug_addr"),
                file.section(".debug_ranges"),
                file.section(".debug_rnglists"));
    }
}
