/// Tests of the bytes inside pages, each against a slow and simple twin.
@NullMarked
package dev.spanflame.block.parquet.encoding;

import org.jspecify.annotations.NullMarked;
