/// Tests of nodes and of forests that grow from them.
@NullMarked
package dev.spanflame.block.profile.trie;

import org.jspecify.annotations.NullMarked;
