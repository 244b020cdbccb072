/// Flat tables in Parquet files: columns in, columns out, no other library than the format's own structures.
///
/// Start with [TableWriter] and [TableReader]. Files follow the Apache Parquet format 2.11: data pages v1, zstd,
/// page checksums, column and offset indexes. Everything read from a file is checked before it is believed.
@NullMarked
package dev.spanflame.block.parquet;

import org.jspecify.annotations.NullMarked;
