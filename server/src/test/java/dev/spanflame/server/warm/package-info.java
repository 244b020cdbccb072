/// Tests of warming up.
@NullMarked
package dev.spanflame.server.warm;

import org.jspecify.annotations.NullMarked;
