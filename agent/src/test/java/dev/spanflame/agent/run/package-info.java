/// Tests of the agent's work in a JVM.
@NullMarked
package dev.spanflame.agent.run;

import org.jspecify.annotations.NullMarked;
