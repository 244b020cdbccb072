/// Tests of the nouns of profiles.
@NullMarked
package dev.spanflame.model.profile;

import org.jspecify.annotations.NullMarked;
