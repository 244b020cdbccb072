/// Tests of the traffic.
@NullMarked
package dev.spanflame.load.trace;

import org.jspecify.annotations.NullMarked;
