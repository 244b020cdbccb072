/// Programs that are profiled by tests. They run on Java 11 and newer.
@NullMarked
package dev.spanflame.agent.program;

import org.jspecify.annotations.NullMarked;
