/// Smallest and largest values of chunks and pages, in the order and the shape that Parquet wants them.
///
/// Start with [RangeFinder].
@NullMarked
package dev.spanflame.block.parquet.statistics;

import org.jspecify.annotations.NullMarked;
