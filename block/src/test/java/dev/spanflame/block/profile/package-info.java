/// Tests of profiles in memory; [Collapsed] makes batches out of readable stacks.
@NullMarked
package dev.spanflame.block.profile;

import org.jspecify.annotations.NullMarked;
