/// Tests of the commands.
@NullMarked
package dev.spanflame.load;

import org.jspecify.annotations.NullMarked;
