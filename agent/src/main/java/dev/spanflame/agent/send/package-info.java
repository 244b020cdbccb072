/// From profiles to a server: requests, a queue bounded by bytes, retries. The door is
/// [dev.spanflame.agent.send.Uploader].
@NullMarked
package dev.spanflame.agent.send;

import org.jspecify.annotations.NullMarked;
