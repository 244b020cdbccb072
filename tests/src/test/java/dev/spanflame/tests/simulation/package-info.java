/// The storage core on simulated disk, store and clock: many histories, each decided by a seed.
@NullMarked
package dev.spanflame.tests.simulation;

import org.jspecify.annotations.NullMarked;
