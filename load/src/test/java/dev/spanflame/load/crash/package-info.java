/// Tests of the crash check, against a small server that can be made to break its word.
@NullMarked
package dev.spanflame.load.crash;

import org.jspecify.annotations.NullMarked;
