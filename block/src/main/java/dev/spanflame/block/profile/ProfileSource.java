package dev.spanflame.block.profile;

import dev.spanflame.model.TimeRange;
import java.io.IOException;
import java.util.List;

/// Where profiles come from: live segments, blocks, other processes, or all of them as one. Thread-safe.
public interface ProfileSource {
    /// Partitions that hold every profile that overlaps `window`, each profile once.
    ///
    /// They are a snapshot: what is stored later does not show.
    List<ProfilePartition> partitions(TimeRange window) throws IOException;
}
