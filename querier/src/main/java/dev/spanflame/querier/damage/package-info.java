/// Answers in spite of damaged blocks: what cannot be read is left out, and callers are told.
@NullMarked
package dev.spanflame.querier.damage;

import org.jspecify.annotations.NullMarked;
