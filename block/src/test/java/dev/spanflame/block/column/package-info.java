/// Tests of columns in memory.
@NullMarked
package dev.spanflame.block.column;

import org.jspecify.annotations.NullMarked;
