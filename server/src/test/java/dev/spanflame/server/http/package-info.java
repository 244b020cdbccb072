/// Tests of the package.
@NullMarked
package dev.spanflame.server.http;

import org.jspecify.annotations.NullMarked;
