/// Tests of the package.
@NullMarked
package dev.spanflame.server.log;

import org.jspecify.annotations.NullMarked;
