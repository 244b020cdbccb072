/// Tests of spans in rows, and what other tests make spans with: [dev.spanflame.block.trace.SpanFixtures].
@NullMarked
package dev.spanflame.block.trace;

import org.jspecify.annotations.NullMarked;
