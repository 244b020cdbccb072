/// Reads blocks whole and says what is wrong with them.
@NullMarked
package dev.spanflame.block.verify;

import org.jspecify.annotations.NullMarked;
