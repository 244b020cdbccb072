/// Tests of recordings.
@NullMarked
package dev.spanflame.agent.record;

import org.jspecify.annotations.NullMarked;
