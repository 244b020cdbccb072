/// Tests of the metrics generator.
@NullMarked
package dev.spanflame.generator;

import org.jspecify.annotations.NullMarked;
