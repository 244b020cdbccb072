/// Rules of the sources that no compiler checks: who may know whom, sizes, documents.
@NullMarked
package dev.spanflame.tests.walls;

import org.jspecify.annotations.NullMarked;
