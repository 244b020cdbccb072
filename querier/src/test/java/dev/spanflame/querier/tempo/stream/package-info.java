/// Tests of the streaming service.
@NullMarked
package dev.spanflame.querier.tempo.stream;

import org.jspecify.annotations.NullMarked;
