/// Tests of bounded inflation.
@NullMarked
package dev.spanflame.proto.inflate;

import org.jspecify.annotations.NullMarked;
