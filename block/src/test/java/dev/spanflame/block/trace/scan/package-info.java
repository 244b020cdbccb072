/// Tests of columns as the language sees them.
@NullMarked
package dev.spanflame.block.trace.scan;

import org.jspecify.annotations.NullMarked;
