/// Tests of searches.
@NullMarked
package dev.spanflame.traceql.search;

import org.jspecify.annotations.NullMarked;
