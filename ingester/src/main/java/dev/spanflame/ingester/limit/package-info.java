/// What a tenant may send.
@NullMarked
package dev.spanflame.ingester.limit;

import org.jspecify.annotations.NullMarked;
