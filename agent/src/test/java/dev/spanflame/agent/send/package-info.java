/// Tests of sending.
@NullMarked
package dev.spanflame.agent.send;

import org.jspecify.annotations.NullMarked;
