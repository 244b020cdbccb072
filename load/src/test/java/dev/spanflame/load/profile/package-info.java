/// Tests of the profiles.
@NullMarked
package dev.spanflame.load.profile;

import org.jspecify.annotations.NullMarked;
