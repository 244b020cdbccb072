/// Columns in memory, in the shape Parquet wants them: which rows have a value, and the values without gaps.
///
/// One shape serves live data, flushed data and everything between. Start with [ColumnData].
@NullMarked
package dev.spanflame.block.column;

import org.jspecify.annotations.NullMarked;
