/// Symbols of real programs, compared with what binutils say, and hostile files.
@NullMarked
package dev.spanflame.proto.symbols;

import org.jspecify.annotations.NullMarked;
