/// Tests of the store in memory.
@NullMarked
package dev.spanflame.objectstore.memory;

import org.jspecify.annotations.NullMarked;
