/// What tenants set for themselves: Tempo's `/api/overrides`.
@NullMarked
package dev.spanflame.querier.tempo.overrides;

import org.jspecify.annotations.NullMarked;
