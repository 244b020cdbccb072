/// Tests of links.
@NullMarked
package dev.spanflame.querier.links;

import org.jspecify.annotations.NullMarked;
