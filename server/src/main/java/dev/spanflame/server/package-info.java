/// The program: [Main] reads the command line, [Application] opens the ports.
@NullMarked
package dev.spanflame.server;

import org.jspecify.annotations.NullMarked;
