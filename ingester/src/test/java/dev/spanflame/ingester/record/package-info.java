/// Tests of recorded metrics.
@NullMarked
package dev.spanflame.ingester.record;

import org.jspecify.annotations.NullMarked;
