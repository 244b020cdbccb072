/// Tests of the package.
@NullMarked
package dev.spanflame.server.metrics;

import org.jspecify.annotations.NullMarked;
