/// Tests of profiles that are names of frames.
@NullMarked
package dev.spanflame.proto.text;

import org.jspecify.annotations.NullMarked;
