/// Names and values of attributes, for editors that complete queries.
///
/// Start with [TagLookup].
@NullMarked
package dev.spanflame.traceql.tags;

import org.jspecify.annotations.NullMarked;
