/// Tests of the HTTP API of Tempo.
@NullMarked
package dev.spanflame.querier.tempo;

import org.jspecify.annotations.NullMarked;
