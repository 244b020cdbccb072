/// Tests of answers that are written an element at a time.
@NullMarked
package dev.spanflame.querier.tempo.listed;

import org.jspecify.annotations.NullMarked;
