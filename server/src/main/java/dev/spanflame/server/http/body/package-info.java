/// Bodies of requests as they come: in memory, or on disk while they are large.
@NullMarked
package dev.spanflame.server.http.body;

import org.jspecify.annotations.NullMarked;
