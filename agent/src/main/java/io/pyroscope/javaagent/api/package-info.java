/// Names of Pyroscope's agent for the JVM under which programs reach this agent: levels of its
/// log. The door is [io.pyroscope.javaagent.api.Logger].
@NullMarked
package io.pyroscope.javaagent.api;

import org.jspecify.annotations.NullMarked;
