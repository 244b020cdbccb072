/// Tests of the ingester: start with [IngesterPowerCutTest].
@NullMarked
package dev.spanflame.ingester;

import org.jspecify.annotations.NullMarked;
