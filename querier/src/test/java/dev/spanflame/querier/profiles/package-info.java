/// Tests of the query side of profiles.
@NullMarked
package dev.spanflame.querier.profiles;

import org.jspecify.annotations.NullMarked;
