/// Tests of filters of a single trace.
@NullMarked
package dev.spanflame.querier.traces.filter;

import org.jspecify.annotations.NullMarked;
