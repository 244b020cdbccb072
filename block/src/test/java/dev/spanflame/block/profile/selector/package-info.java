/// Tests of label selectors.
@NullMarked
package dev.spanflame.block.profile.selector;

import org.jspecify.annotations.NullMarked;
