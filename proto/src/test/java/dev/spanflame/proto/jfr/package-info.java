/// Tests of the JFR decoder, and recordings written by hand for other tests ([JfrWriter]).
@NullMarked
package dev.spanflame.proto.jfr;

import org.jspecify.annotations.NullMarked;
