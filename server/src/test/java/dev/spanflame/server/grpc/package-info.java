/// Tests of the package.
@NullMarked
package dev.spanflame.server.grpc;

import org.jspecify.annotations.NullMarked;
