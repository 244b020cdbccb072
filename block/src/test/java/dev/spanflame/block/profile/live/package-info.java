/// Tests of live profiles.
@NullMarked
package dev.spanflame.block.profile.live;

import org.jspecify.annotations.NullMarked;
