/// The port through which profiles are read, and the kernels that answer queries over them, wherever they are stored.
///
/// Queries read any number of [ProfilePartition]s, which live segments and blocks both are: [StackMerge]
/// adds up values for each stack, [FlameGraphBuilder] draws the result, [SeriesSums] adds up over time,
/// [LabelQueries] lists what is there.
@NullMarked
package dev.spanflame.block.profile;

import org.jspecify.annotations.NullMarked;
