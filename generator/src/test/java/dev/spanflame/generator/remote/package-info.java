/// Tests of the metrics generator.
@NullMarked
package dev.spanflame.generator.remote;

import org.jspecify.annotations.NullMarked;
