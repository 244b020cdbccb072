/// Tests of the compactor, over blocks of lines that [LineMerge] merges.
@NullMarked
package dev.spanflame.compactor;

import org.jspecify.annotations.NullMarked;
