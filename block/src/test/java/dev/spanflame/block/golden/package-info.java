/// Blocks of every format version there ever was, kept as files, and what they hold.
@NullMarked
package dev.spanflame.block.golden;

import org.jspecify.annotations.NullMarked;
