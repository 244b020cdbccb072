/// Whether what `docker/` holds is valid, as far as can be told without a container engine.
@NullMarked
package dev.spanflame.tests.docker;

import org.jspecify.annotations.NullMarked;
