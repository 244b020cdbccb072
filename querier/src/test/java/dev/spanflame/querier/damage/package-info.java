/// Tests of answers in spite of damage.
@NullMarked
package dev.spanflame.querier.damage;

import org.jspecify.annotations.NullMarked;
