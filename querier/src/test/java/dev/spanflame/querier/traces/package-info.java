/// Tests of exact answers over live data and blocks.
@NullMarked
package dev.spanflame.querier.traces;

import org.jspecify.annotations.NullMarked;
