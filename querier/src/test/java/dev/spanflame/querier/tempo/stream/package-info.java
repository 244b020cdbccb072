/// Tests of the HTTP API of Tempo.
@NullMarked
package dev.spanflame.querier.tempo.stream;

import org.jspecify.annotations.NullMarked;
