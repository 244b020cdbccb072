/// Tests of blocks of profiles.
@NullMarked
package dev.spanflame.block.profile.store;

import org.jspecify.annotations.NullMarked;
