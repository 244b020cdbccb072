/// Tests of the ways in.
@NullMarked
package dev.spanflame.ingester.receive;

import org.jspecify.annotations.NullMarked;
