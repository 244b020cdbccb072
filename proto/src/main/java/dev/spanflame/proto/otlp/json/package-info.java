/// OTLP as JSON: what senders post, what Tempo's API answers, and the text that blocks keep of arrays and maps.
///
/// Start at [OtlpJsonReader] for what comes in, at [TraceJson] for what goes out, at [AttributeJson] for single values.
@NullMarked
package dev.spanflame.proto.otlp.json;

import org.jspecify.annotations.NullMarked;
