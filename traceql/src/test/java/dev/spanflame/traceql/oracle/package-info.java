/// A second evaluation of the language, made to be obviously right instead of quick.
///
/// It works on plain records, span by span, and shares nothing with the first but the syntax tree: no static types, no
/// plan, no coercion, no columns. Start with [Oracle]; [DifferentialTest] compares the two over random traces and
/// queries.
@NullMarked
package dev.spanflame.traceql.oracle;

import org.jspecify.annotations.NullMarked;
