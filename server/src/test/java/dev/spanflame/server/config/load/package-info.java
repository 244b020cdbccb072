/// Tests of the package.
@NullMarked
package dev.spanflame.server.config.load;

import org.jspecify.annotations.NullMarked;
