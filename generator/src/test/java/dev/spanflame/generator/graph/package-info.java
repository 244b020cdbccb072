/// Tests of the metrics generator.
@NullMarked
package dev.spanflame.generator.graph;

import org.jspecify.annotations.NullMarked;
