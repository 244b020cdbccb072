/// Profiles that came in and are not yet in a block: in memory, queried while they grow.
///
/// Start with [ProfileSegment]; [SegmentView] is what it shows to readers and hands to the writer of a block.
@NullMarked
package dev.spanflame.block.profile.live;

import org.jspecify.annotations.NullMarked;
