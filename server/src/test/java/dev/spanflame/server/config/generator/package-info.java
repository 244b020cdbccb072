/// Tests of the keys of the metrics generator.
@NullMarked
package dev.spanflame.server.config.generator;

import org.jspecify.annotations.NullMarked;
