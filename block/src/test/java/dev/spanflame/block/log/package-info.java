/// Tests of the commit log: start with [CommitLogTest].
@NullMarked
package dev.spanflame.block.log;

import org.jspecify.annotations.NullMarked;
