/// Tests of what is known of code.
@NullMarked
package dev.spanflame.block.profile.code;

import org.jspecify.annotations.NullMarked;
