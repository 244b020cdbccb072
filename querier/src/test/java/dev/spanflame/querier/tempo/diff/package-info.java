@NullMarked
package dev.spanflame.querier.tempo.diff;

import org.jspecify.annotations.NullMarked;
