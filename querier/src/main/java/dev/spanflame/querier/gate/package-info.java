/// How many queries run at once, who waits, and for how long.
///
/// Start with [QueryGate].
@NullMarked
package dev.spanflame.querier.gate;

import org.jspecify.annotations.NullMarked;
