/// Tests of error messages.
@NullMarked
package dev.spanflame.proto.rpc;

import org.jspecify.annotations.NullMarked;
