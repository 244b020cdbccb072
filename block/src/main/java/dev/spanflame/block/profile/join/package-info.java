/// Joins samples with the spans in which they were taken: by the ids that samples carry, or by thread and
/// time. Door: [SpanSet].
@NullMarked
package dev.spanflame.block.profile.join;

import org.jspecify.annotations.NullMarked;
