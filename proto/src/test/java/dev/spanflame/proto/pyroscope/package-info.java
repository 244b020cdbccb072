/// Tests of what Pyroscope's agents send; [FormBody] writes forms as they do.
@NullMarked
package dev.spanflame.proto.pyroscope;

import org.jspecify.annotations.NullMarked;
