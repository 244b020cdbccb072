package dev.spanflame.block.live;

import dev.spanflame.block.log.Snapshot;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.model.Signal;

/// Profiles of one live segment of `ingester`, as they were at one moment.
///
/// `through` is the last sequence number of the write-ahead log that may be in it, `Long.MAX_VALUE` while it grows.
public record LiveProfiles(String ingester, long through, ProfilePartition partition) {
    /// Whether all of it is in the blocks of `snapshot` already.
    public boolean isIn(Snapshot snapshot) {
        return through <= snapshot.flushedThrough(ingester, Signal.PROFILES);
    }
}
