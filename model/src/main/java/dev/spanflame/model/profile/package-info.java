/// Profiles: as columns on the hot path ([ProfileBatch]), as a [FlameGraph] where a query ends.
///
/// A batch is one uploaded profile with one or more sample types; each sample type becomes a series of its own,
/// named by its [ProfileType].
@NullMarked
package dev.spanflame.model.profile;

import org.jspecify.annotations.NullMarked;
