/// The port through which queries see what is not yet in blocks. The ingester implements it.
@NullMarked
package dev.spanflame.block.live;

import org.jspecify.annotations.NullMarked;
