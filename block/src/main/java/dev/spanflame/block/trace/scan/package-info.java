/// Shows [dev.spanflame.block.trace.SpanRows] to the language. Start with [SpanRowsPartition].
@NullMarked
package dev.spanflame.block.trace.scan;

import org.jspecify.annotations.NullMarked;
