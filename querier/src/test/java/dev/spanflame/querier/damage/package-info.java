@NullMarked
package dev.spanflame.querier.damage;

import org.jspecify.annotations.NullMarked;
