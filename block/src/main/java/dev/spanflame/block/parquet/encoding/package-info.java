/// The bytes inside Parquet pages: packing, runs, splitting, deltas; no input or output, no page headers.
///
/// Every encoder appends to a [ByteBuilder]; every decoder reads from a [ByteCursor], checks what it reads before it
/// allocates or writes, and throws [DamagedException] when the bytes cannot be what they claim to be.
/// Rules come from the Apache Parquet format, "Encodings".
@NullMarked
package dev.spanflame.block.parquet.encoding;

import org.jspecify.annotations.NullMarked;
