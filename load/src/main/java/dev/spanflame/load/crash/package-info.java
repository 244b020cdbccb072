/// Kills the real server at random moments and proves that nothing it acknowledged is lost or there twice:
/// [CrashCheck] is the door, [Witness] the client that knows what was acknowledged.
@NullMarked
package dev.spanflame.load.crash;

import org.jspecify.annotations.NullMarked;
