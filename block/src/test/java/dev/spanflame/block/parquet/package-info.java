/// Tests of tables in Parquet files; other readers of the format are the judges.
@NullMarked
package dev.spanflame.block.parquet;

import org.jspecify.annotations.NullMarked;
