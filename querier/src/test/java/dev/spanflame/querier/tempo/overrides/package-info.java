/// Tests of overrides of tenants.
@NullMarked
package dev.spanflame.querier.tempo.overrides;

import org.jspecify.annotations.NullMarked;
