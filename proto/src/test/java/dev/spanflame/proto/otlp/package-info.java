/// Tests of OTLP, and what other modules' tests use of them: [SpanLoad] makes traffic, [RandomOtlp] odd messages.
@NullMarked
package dev.spanflame.proto.otlp;

import org.jspecify.annotations.NullMarked;
