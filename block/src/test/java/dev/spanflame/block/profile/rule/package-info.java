/// Tests of recording rules.
@NullMarked
package dev.spanflame.block.profile.rule;

import org.jspecify.annotations.NullMarked;
