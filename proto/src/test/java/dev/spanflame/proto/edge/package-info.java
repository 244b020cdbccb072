/// Tests of the transport-neutral edge.
@NullMarked
package dev.spanflame.proto.edge;

import org.jspecify.annotations.NullMarked;
