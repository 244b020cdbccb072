/// Tests of Arrow streams, read by the libraries that people use.
@NullMarked
package dev.spanflame.querier.arrow;

import org.jspecify.annotations.NullMarked;
