/// Answers that are one long list, written an element at a time so that they are never in memory as a whole.
///
/// Start with [ListedAnswer].
@NullMarked
package dev.spanflame.querier.tempo.listed;

import org.jspecify.annotations.NullMarked;
