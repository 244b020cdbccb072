/// Tests of blocks of traces; what other tests write blocks with is [dev.spanflame.block.trace.store.BlockFixture].
@NullMarked
package dev.spanflame.block.trace.store;

import org.jspecify.annotations.NullMarked;
