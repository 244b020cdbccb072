/// Tests of types and of their checker.
@NullMarked
package dev.spanflame.traceql.type;

import org.jspecify.annotations.NullMarked;
