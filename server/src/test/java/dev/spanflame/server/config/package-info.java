/// Tests of the package.
@NullMarked
package dev.spanflame.server.config;

import org.jspecify.annotations.NullMarked;
