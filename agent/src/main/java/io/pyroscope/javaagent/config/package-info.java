/// Names of Pyroscope's agent for the JVM under which programs reach this agent: its settings.
/// The door is [io.pyroscope.javaagent.config.Config].
@NullMarked
package io.pyroscope.javaagent.config;

import org.jspecify.annotations.NullMarked;
