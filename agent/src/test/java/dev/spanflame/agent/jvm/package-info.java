/// Tests with JVMs that run the agent.
@NullMarked
package dev.spanflame.agent.jvm;

import org.jspecify.annotations.NullMarked;
