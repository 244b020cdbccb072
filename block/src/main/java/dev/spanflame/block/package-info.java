/// The formats on disk: the write-ahead log, the commit log, and blocks of Parquet tables.
///
/// Start with [dev.spanflame.block.wal] for what makes an acknowledgement true and with
/// [dev.spanflame.block.column] for the columns everything else is made of.
@NullMarked
package dev.spanflame.block;

import org.jspecify.annotations.NullMarked;
