/// Values of keys that no type of the JDK is made for: sizes, addresses, durations, secrets.
@NullMarked
package dev.spanflame.server.config.value;

import org.jspecify.annotations.NullMarked;
