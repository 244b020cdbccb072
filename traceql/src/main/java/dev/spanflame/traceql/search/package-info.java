/// Searching for traces: a compiled query, what it is asked with, and what it answers.
///
/// Start with [SearchPlan], [SearchOptions] and [SearchResult].
@NullMarked
package dev.spanflame.traceql.search;

import org.jspecify.annotations.NullMarked;
