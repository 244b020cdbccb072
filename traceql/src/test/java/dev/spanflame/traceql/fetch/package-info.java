/// Tests of what the language asks of stores.
@NullMarked
package dev.spanflame.traceql.fetch;

import org.jspecify.annotations.NullMarked;
