/// Tests of the profiler: the test JVM profiles itself and sends to a server of its own.
@NullMarked
package dev.spanflame.profiler;

import org.jspecify.annotations.NullMarked;
