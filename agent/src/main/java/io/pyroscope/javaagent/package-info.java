/// Names of Pyroscope's agent for the JVM under which programs reach this agent: its start by
/// code. The door is [io.pyroscope.javaagent.PyroscopeAgent].
@NullMarked
package io.pyroscope.javaagent;

import org.jspecify.annotations.NullMarked;
