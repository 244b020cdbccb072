/// Tests of the demo: texts as they are drawn, and the command with its real child process.
@NullMarked
package dev.spanflame.load.demo;

import org.jspecify.annotations.NullMarked;
