package dev.spanflame.server.config;

import dev.spanflame.server.config.value.ByteSize;
/// Data in memory that is not yet in a block.
///
/// @param maxBytes Most bytes of it; beyond, 429 or 503 until a flush made room. 0: two fifths of the shared heap.

public record Live(ByteSize maxBytes) {
    /// A share of the heap.
    public static Live defaults() {
        return new Live(new ByteSize(0));
    }
}
