/// What a table in a Parquet file is: its schema, and where its row groups, chunks and pages lie.
///
/// Start with [TableIndex]; a [FetchPlan] turns wanted pages into few reads.
@NullMarked
package dev.spanflame.block.parquet.table;

import org.jspecify.annotations.NullMarked;
