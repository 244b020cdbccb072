/// Files with symbols in the object store. Start with [SymbolObjects].
@NullMarked
package dev.spanflame.block.symbols;

import org.jspecify.annotations.NullMarked;
