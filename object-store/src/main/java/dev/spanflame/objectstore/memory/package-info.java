/// Objects in memory: [MemoryObjectStore], the shortest reading of what a store has to do.
@NullMarked
package dev.spanflame.objectstore.memory;

import org.jspecify.annotations.NullMarked;
