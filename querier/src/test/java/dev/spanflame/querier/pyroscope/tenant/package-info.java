/// Tests of what clients keep on the server.
@NullMarked
package dev.spanflame.querier.pyroscope.tenant;

import org.jspecify.annotations.NullMarked;
