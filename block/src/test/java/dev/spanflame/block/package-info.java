/// Tests of what all kinds of blocks share.
@NullMarked
package dev.spanflame.block;

import org.jspecify.annotations.NullMarked;
