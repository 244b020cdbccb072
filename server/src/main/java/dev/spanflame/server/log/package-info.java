/// The log: one line per event, on standard error, through [java.lang.System.Logger].
///
/// Start with [Logging#install]. Rooms name their loggers by room and part (`ingester.flush`).
@NullMarked
package dev.spanflame.server.log;

import org.jspecify.annotations.NullMarked;
