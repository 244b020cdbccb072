/// The types of the language: values, what operators do with them, and the static checks of a query.
///
/// Start with [Value] and [Checker].
@NullMarked
package dev.spanflame.traceql.type;

import org.jspecify.annotations.NullMarked;
