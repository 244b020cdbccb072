/// Tools that tests of this and of other modules share.
@NullMarked
package dev.spanflame.block.testing;

import org.jspecify.annotations.NullMarked;
