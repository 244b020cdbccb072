/// Tests of the tables that decoders fill.
@NullMarked
package dev.spanflame.proto.columns;

import org.jspecify.annotations.NullMarked;
