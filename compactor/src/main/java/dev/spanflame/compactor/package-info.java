/// Merges blocks, ends their retention, and removes what nobody reads any more.
///
/// Start with [Compactor]; [MergePlan] says what is merged with what, [Cleaner] and [OrphanSweep] what is deleted.
/// The rules are in `docs/reference/compaction.md`.
@NullMarked
package dev.spanflame.compactor;

import org.jspecify.annotations.NullMarked;
