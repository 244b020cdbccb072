/// Text to tree and back: lexer, parser, printer, and the refusals of a query.
///
/// Start with [Parser] and [Printer]; the tree itself is in [dev.spanflame.traceql.syntax.tree].
@NullMarked
package dev.spanflame.traceql.syntax;

import org.jspecify.annotations.NullMarked;
