/// Tests of rules for labels.
@NullMarked
package dev.spanflame.ingester.relabel;

import org.jspecify.annotations.NullMarked;
