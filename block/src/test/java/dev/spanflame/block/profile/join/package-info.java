/// Tests of the join of samples and spans.
@NullMarked
package dev.spanflame.block.profile.join;

import org.jspecify.annotations.NullMarked;
