/// Tests of the metrics generator.
@NullMarked
package dev.spanflame.generator.span;

import org.jspecify.annotations.NullMarked;
