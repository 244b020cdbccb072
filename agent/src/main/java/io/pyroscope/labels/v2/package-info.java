/// Names of Pyroscope's agent for the JVM under which programs reach this agent: labels of samples. The
/// door is [io.pyroscope.labels.v2.Pyroscope].
@NullMarked
package io.pyroscope.labels.v2;

import org.jspecify.annotations.NullMarked;
