/// The commit log: the truth about which blocks exist.
///
/// Start with [CommitLog]; [Snapshot] is what a reader holds. Keys and entries are drawn in
/// `docs/reference/commit-log.md`.
@NullMarked
package dev.spanflame.block.log;

import org.jspecify.annotations.NullMarked;
