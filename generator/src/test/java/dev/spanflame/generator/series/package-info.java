/// Tests of the metrics generator.
@NullMarked
package dev.spanflame.generator.series;

import org.jspecify.annotations.NullMarked;
