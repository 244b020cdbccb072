/// Blocks of profiles on disk: eight flat Parquet tables, an index that opens a block with one request, and a
/// description in JSON.
///
/// The door is [dev.spanflame.block.profile.store.ProfileBlocks]. `docs/reference/block-format-profiles.md`
/// describes the tables for whoever reads them with other programs.
@NullMarked
package dev.spanflame.block.profile.store;

import org.jspecify.annotations.NullMarked;
