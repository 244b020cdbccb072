/// Tests of the source view.
@NullMarked
package dev.spanflame.querier.pyroscope.vcs;

import org.jspecify.annotations.NullMarked;
