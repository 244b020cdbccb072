/// Warms a young process up: [WarmUp] is the door.
@NullMarked
package dev.spanflame.server.warm;

import org.jspecify.annotations.NullMarked;
