/// The series of one tenant: counters, gauges and histograms by label set, how many there may be,
/// and how they go out.
///
/// Start with [Registry], which has [SeriesGroup]s; a group has an [Entity] for each label set.
/// Nothing here is thread-safe: whoever has a registry guards it by a lock.
@NullMarked
package dev.spanflame.generator.series;

import org.jspecify.annotations.NullMarked;
