/// Tests of bodies.
@NullMarked
package dev.spanflame.server.http.body;

import org.jspecify.annotations.NullMarked;
