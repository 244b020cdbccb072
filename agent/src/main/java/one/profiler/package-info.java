/// What lies beside async-profiler's own classes, since these show it to their package alone.
@NullMarked
package one.profiler;

import org.jspecify.annotations.NullMarked;
