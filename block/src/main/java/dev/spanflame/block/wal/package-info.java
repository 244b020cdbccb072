/// The write-ahead log: what makes an acknowledgement true.
///
/// Start with [Wal]; [WalReplay] reads a log back. The bytes are drawn in `docs/reference/wal-format.md`.
@NullMarked
package dev.spanflame.block.wal;

import org.jspecify.annotations.NullMarked;
