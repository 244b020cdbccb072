/// Blocks of traces on disk: seven Parquet tables, an index and `meta.json`, as `docs/reference/block-format.md` says.
///
/// Start with [TraceBlocks], the door; [BlockTable] and [TableShape] say what the tables are, [BlockIndex] what is
/// known of a block once its index is read. [dev.spanflame.block.trace.store.write] makes blocks out of runs and of
/// other blocks, [dev.spanflame.block.trace.store.read] opens them.
@NullMarked
package dev.spanflame.block.trace.store;

import org.jspecify.annotations.NullMarked;
