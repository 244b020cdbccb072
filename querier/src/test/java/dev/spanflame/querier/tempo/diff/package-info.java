/// Tests of differences of traces.
@NullMarked
package dev.spanflame.querier.tempo.diff;

import org.jspecify.annotations.NullMarked;
