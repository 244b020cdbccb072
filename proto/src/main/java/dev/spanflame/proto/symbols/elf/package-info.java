/// Files in the Executable and Linkable Format (ELF, System V gABI chapters 4 and 5). Start with
/// [ElfFile].
@NullMarked
package dev.spanflame.proto.symbols.elf;

import org.jspecify.annotations.NullMarked;
