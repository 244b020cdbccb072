/// Names of functions, compared with `c++filt`.
@NullMarked
package dev.spanflame.proto.symbols.name;

import org.jspecify.annotations.NullMarked;
