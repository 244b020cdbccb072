/// Names of functions as people write them, from the names that linkers know. Start with [Demangler].
@NullMarked
package dev.spanflame.proto.symbols.name;

import org.jspecify.annotations.NullMarked;
