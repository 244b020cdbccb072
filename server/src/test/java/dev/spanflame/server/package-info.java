/// Tests of the package.
@NullMarked
package dev.spanflame.server;

import org.jspecify.annotations.NullMarked;
