/// Tests of tags and their values.
@NullMarked
package dev.spanflame.traceql.tags;

import org.jspecify.annotations.NullMarked;
