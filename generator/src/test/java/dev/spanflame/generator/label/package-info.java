/// Tests of the metrics generator.
@NullMarked
package dev.spanflame.generator.label;

import org.jspecify.annotations.NullMarked;
