/// Functions, inlined calls, files and lines from DWARF, versions 2 to 5. Start with [DwarfInfo].
///
/// Only the units that hold a wanted address are read, and nothing of them is kept but what is asked for.
@NullMarked
package dev.spanflame.proto.symbols.dwarf;

import org.jspecify.annotations.NullMarked;
