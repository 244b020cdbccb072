/// Tests of limits.
@NullMarked
package dev.spanflame.ingester.limit;

import org.jspecify.annotations.NullMarked;
