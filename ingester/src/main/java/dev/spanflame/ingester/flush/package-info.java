/// From live segments to committed blocks.
@NullMarked
package dev.spanflame.ingester.flush;

import org.jspecify.annotations.NullMarked;
