/// What Flight Recorder is told of requests.
@NullMarked
package dev.spanflame.server.event;

import org.jspecify.annotations.NullMarked;
