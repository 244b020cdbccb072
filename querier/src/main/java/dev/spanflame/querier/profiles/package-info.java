/// Finds the profiles that a query is about, live ones and those in blocks, each once.
///
/// Start with [dev.spanflame.querier.profiles.ProfileStore].
@NullMarked
package dev.spanflame.querier.profiles;

import org.jspecify.annotations.NullMarked;
