/// What differs between two traces: Tempo's `POST /api/v2/traces/diff`.
@NullMarked
package dev.spanflame.querier.tempo.diff;

import org.jspecify.annotations.NullMarked;
