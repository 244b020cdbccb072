/// OTLP profiles (`v1development`), in four published layouts, to batches of columns.
///
/// Start with [OtlpProfileDecoder]. What profiles measure is named by [Measure], so that the same thing
/// has the same name whichever way it came.
@NullMarked
package dev.spanflame.proto.otlp.profile;

import org.jspecify.annotations.NullMarked;
