/// Nodes of stacks as blocks hold them: depth-first, each directly before its descendants. Start with [ServiceNodes].
@NullMarked
package dev.spanflame.block.profile.trie;

import org.jspecify.annotations.NullMarked;
