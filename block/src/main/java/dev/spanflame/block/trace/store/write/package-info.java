/// Makes blocks of traces. Start with [BlockAssembly]: it merges inputs trace by trace ([TraceMerge]), group after
/// group ([GroupPlan]), and writes each group's columns ([GroupWriter]) and rare attributes ([RestWriter]).
@NullMarked
package dev.spanflame.block.trace.store.write;

import org.jspecify.annotations.NullMarked;
