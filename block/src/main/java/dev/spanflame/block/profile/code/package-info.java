/// Stacks with all that is known of their frames. Start with [StackCode].
@NullMarked
package dev.spanflame.block.profile.code;

import org.jspecify.annotations.NullMarked;
