/// Tests of the gate that queries pass.
@NullMarked
package dev.spanflame.querier.gate;

import org.jspecify.annotations.NullMarked;
