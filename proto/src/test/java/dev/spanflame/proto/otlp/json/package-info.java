/// Tests of OTLP as JSON.
@NullMarked
package dev.spanflame.proto.otlp.json;

import org.jspecify.annotations.NullMarked;
