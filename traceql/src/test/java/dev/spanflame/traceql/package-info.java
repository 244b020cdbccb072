/// Tests of the language as a whole, by scripts.
@NullMarked
package dev.spanflame.traceql;

import org.jspecify.annotations.NullMarked;
