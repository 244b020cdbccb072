/// Seeded pprof profiles of Java services: [ProfileLoad] is the door.
@NullMarked
package dev.spanflame.load.profile;

import org.jspecify.annotations.NullMarked;
