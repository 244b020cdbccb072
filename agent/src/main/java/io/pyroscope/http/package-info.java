/// Names of Pyroscope's agent for the JVM under which programs reach this agent: the format of what
/// is sent. The door is [io.pyroscope.http.Format].
@NullMarked
package io.pyroscope.http;

import org.jspecify.annotations.NullMarked;
