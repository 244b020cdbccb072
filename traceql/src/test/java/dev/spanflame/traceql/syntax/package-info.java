/// Tests of lexer and parser.
@NullMarked
package dev.spanflame.traceql.syntax;

import org.jspecify.annotations.NullMarked;
