/// Seeded OTLP traffic of a shop: [TraceLoad] is the door. Content is made once as [BatchTemplate]s; ids and times are
/// put in when a batch is sent, so that a load of any length has its own traces.
@NullMarked
package dev.spanflame.load.trace;

import org.jspecify.annotations.NullMarked;
