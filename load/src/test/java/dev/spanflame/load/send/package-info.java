/// Tests of sending, against real receivers in this process.
@NullMarked
package dev.spanflame.load.send;

import org.jspecify.annotations.NullMarked;
