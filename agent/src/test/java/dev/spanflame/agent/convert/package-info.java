/// Tests of the way from recordings to profiles.
@NullMarked
package dev.spanflame.agent.convert;

import org.jspecify.annotations.NullMarked;
