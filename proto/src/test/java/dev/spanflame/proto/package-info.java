/// Tests of the wire's names.
@NullMarked
package dev.spanflame.proto;

import org.jspecify.annotations.NullMarked;
