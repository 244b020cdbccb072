/// From spans in order of arrival to sorted rows. Start with [SpanRunBuilder].
@NullMarked
package dev.spanflame.block.trace.build;

import org.jspecify.annotations.NullMarked;
