/// Tests of OTLP's profiles.
@NullMarked
package dev.spanflame.proto.otlp.profile;

import org.jspecify.annotations.NullMarked;
