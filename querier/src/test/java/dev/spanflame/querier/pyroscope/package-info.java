/// Tests of the query side of profiles.
@NullMarked
package dev.spanflame.querier.pyroscope;

import org.jspecify.annotations.NullMarked;
