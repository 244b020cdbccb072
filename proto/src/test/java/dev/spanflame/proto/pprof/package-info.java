/// Tests of the pprof decoder, and profiles made up for other tests ([RandomProfiles]).
@NullMarked
package dev.spanflame.proto.pprof;

import org.jspecify.annotations.NullMarked;
