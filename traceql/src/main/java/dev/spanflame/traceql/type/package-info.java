/// The types of the language and the values that fields, literals and expressions have. Start with [Value].
@NullMarked
package dev.spanflame.traceql.type;

import org.jspecify.annotations.NullMarked;
