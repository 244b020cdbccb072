/// Goes through the partitions of a source, several at a time, and takes what was found in their order.
///
/// Start with [PartitionScan].
@NullMarked
package dev.spanflame.traceql.scan;

import org.jspecify.annotations.NullMarked;
