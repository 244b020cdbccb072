/// Tests of plans.
@NullMarked
package dev.spanflame.traceql.plan;

import org.jspecify.annotations.NullMarked;
