/// Commands that look at a store and its blocks: `spanflame check` and `spanflame block`.
@NullMarked
package dev.spanflame.server.store;

import org.jspecify.annotations.NullMarked;
