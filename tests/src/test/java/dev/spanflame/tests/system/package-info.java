/// The server as a process: how it is run for a test, and what tests say to it.
@NullMarked
package dev.spanflame.tests.system;

import org.jspecify.annotations.NullMarked;
