/// Tests of the package.
@NullMarked
package dev.spanflame.server.edge;

import org.jspecify.annotations.NullMarked;
