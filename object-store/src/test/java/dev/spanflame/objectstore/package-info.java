/// Tests of what every object store promises.
@NullMarked
package dev.spanflame.objectstore;

import org.jspecify.annotations.NullMarked;
