/// Tests of the write-ahead log: start with [WalPowerCutTest].
@NullMarked
package dev.spanflame.block.wal;

import org.jspecify.annotations.NullMarked;
