/// What a store of many tenants costs over a month, by the real compactor on metadata alone.
@NullMarked
package dev.spanflame.compactor.capacity;

import org.jspecify.annotations.NullMarked;
