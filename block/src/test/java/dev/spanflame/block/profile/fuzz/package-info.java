/// What senders and callers can write, damaged, on its way into the store.
@NullMarked
package dev.spanflame.block.profile.fuzz;

import org.jspecify.annotations.NullMarked;
