@NullMarked
package dev.spanflame.querier.pyroscope.tenant;

import org.jspecify.annotations.NullMarked;
